import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

interface ChoiceFilterProps {
  readonly label: string;
  /** '' chooses nothing. */
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  /** Something is always chosen. */
  readonly isRequired?: boolean;
}

/** One filter of a list: its name stands inside, before what is chosen. */
export function ChoiceFilter({ label, value, options, onChange, isRequired = false }: ChoiceFilterProps) {
  const { t } = useTranslation('ui');
  return (
    <Select
      className="choice-filter"
      aria-label={label}
      prefix={<span className="muted">{label}</span>}
      value={value}
      options={isRequired ? [...options] : [{ value: '', label: t('any') }, ...options]}
      onChange={onChange}
      popupMatchSelectWidth={false}
    />
  );
}
