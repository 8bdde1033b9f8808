import { Checkbox, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldView, FormValue } from '../../../../src/forms/contract.ts';
import { DateInput } from '../../../ui/DateInput.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { type Choice, ChoiceInput } from './ChoiceInput.tsx';
import { PersonPicker } from './PersonPicker.tsx';

interface FieldInputProps {
  readonly id: string;
  readonly field: FieldView;
  readonly value: FormValue | undefined;
  readonly onChange: (value: FormValue) => void;
  readonly invalid: boolean;
  readonly describedBy: string;
  /** What stands there and is shown masked only. */
  readonly masked?: string | undefined;
  /** Choices stand in the open, and yes and no are both asked for. */
  readonly open?: boolean;
}

/** More choices than these are a list to search in; where several are chosen, it takes more to be worth it. */
const MOST_IN_THE_OPEN: Readonly<Record<string, number>> = { flag: 2, code: 16, whole: 16, codes: 40 };

/** One field as its type asks for; numbers stay texts while they are typed. */
export function FieldInput({ id, field, value, onChange, invalid, describedBy, masked, open = false }: FieldInputProps) {
  const { t } = useTranslation('form');
  const name = useBilingual();
  const common = { id, 'aria-describedby': describedBy, 'aria-invalid': invalid, 'aria-required': field.required };
  const choices = open ? choicesOf(field, t, name) : undefined;
  if (choices && choices.length <= (MOST_IN_THE_OPEN[field.type] ?? 0) && choices.every(({ code }) => code.length < 5))
    return (
      <ChoiceInput
        {...{ id, choices, invalid, describedBy }}
        label={name(field.name)}
        required={field.required}
        several={field.type === 'codes'}
        chosen={chosenOf(field, value)}
        onChange={(chosen) => onChange(field.type === 'flag' && chosen[0] !== undefined ? chosen[0] === YES : chosen.join(' '))}
      />
    );
  // a score is a number of which each value has a name: it is chosen like a code
  switch (field.type === 'whole' && field.options ? 'code' : field.type) {
    case 'flag':
      return (
        <Checkbox id={id} checked={value === true} onChange={(event) => onChange(event.target.checked)}>
          {t('yes')}
        </Checkbox>
      );
    case 'code':
      return (
        <Select
          {...common}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          status={invalid ? 'error' : ''}
          value={(typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null}
          placeholder={t('choose')}
          options={(field.options ?? []).map(({ code, name: words }) => ({ value: code, label: labelOf(code, name(words)) }))}
          onChange={(code) => onChange(code ?? '')}
        />
      );
    case 'codes':
      return (
        <Select
          {...common}
          mode="multiple"
          allowClear
          optionFilterProp="label"
          status={invalid ? 'error' : ''}
          value={typeof value === 'string' && value !== '' ? value.split(' ') : []}
          placeholder={t('choose')}
          options={(field.options ?? []).map(({ code, name: words }) => ({ value: code, label: labelOf(code, name(words)) }))}
          onChange={(codes: readonly string[]) => onChange(codes.join(' '))}
        />
      );
    case 'person':
      return (
        <PersonPicker
          id={id}
          invalid={invalid}
          describedBy={describedBy}
          value={typeof value === 'object' ? value : undefined}
          onChange={(person) => onChange(person ?? '')}
        />
      );
    case 'date':
    case 'time':
      return (
        <DateInput
          {...common}
          kind={field.type === 'date' ? 'day' : 'minute'}
          status={invalid ? 'error' : ''}
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
        />
      );
    default:
      return (
        <Input
          {...common}
          inputMode={
            field.type === 'whole' || field.type === 'division' ? 'numeric' : field.type === 'decimal' ? 'decimal' : 'text'
          }
          status={invalid ? 'error' : ''}
          maxLength={field.maxLength ?? 300}
          value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
          placeholder={masked ? t('keeps', { value: masked }) : ''}
          {...(field.unit ? { suffix: field.unit } : {})}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

/** Codes of standards are known by their digits; words of our own are not. */
const labelOf = (code: string, words: string): string => (/^\d[\w.]{0,11}$/.test(code) ? `${code} ${words}` : words);

const YES = '1';
const NO = '0';

/** Of a yes or no and of a list of codes its choices; undefined of what is typed. */
function choicesOf(
  { type, options }: FieldView,
  t: (key: 'yes' | 'no') => string,
  name: (text: FieldView['name']) => string,
): readonly Choice[] | undefined {
  if (type === 'flag')
    return [
      { code: YES, label: `${YES} ${t('yes')}` },
      { code: NO, label: `${NO} ${t('no')}` },
    ];
  if (type !== 'code' && type !== 'codes' && !(type === 'whole' && options)) return undefined;
  return (options ?? []).map(({ code, name: words }) => ({ code, label: labelOf(code, name(words)) }));
}

function chosenOf({ type }: FieldView, value: FormValue | undefined): readonly string[] {
  if (type === 'flag') return typeof value === 'boolean' ? [value ? YES : NO] : [];
  return value === undefined || value === '' ? [] : String(value).split(' ');
}
