import { SearchOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Input } from 'antd';
import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { enterList } from '../../ui/arrow-keys.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useSearchText } from '../../ui/SearchField.tsx';
import { isWholeNumber, useOpenByNumber } from '../app/lookup.ts';

interface ResidentSearchProps {
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** Searches while typing; a whole number waits for Enter and opens its resident, so that it never reaches the address. */
export function ResidentSearch({ value, onSearch }: ResidentSearchProps) {
  const { t } = useTranslation('residents');
  const hint = useId();
  const [text, setText] = useSearchText(value, onSearch, isWholeNumber);
  const opening = useMutation({ mutationFn: useOpenByNumber() });
  const whole = isWholeNumber(text.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whole) opening.mutate(text.trim());
    else onSearch(text.trim());
  };
  return (
    <search>
      <form onSubmit={submit} onKeyDown={enterList}>
        <Input
          size="large"
          allowClear
          value={text}
          placeholder={t('searchHint')}
          aria-label={t('search')}
          aria-describedby={hint}
          prefix={<SearchOutlined aria-hidden />}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <div id={hint} className="muted">
        {whole && t('wholeNumber')}
      </div>
      {opening.error && <ProblemNotice error={opening.error} />}
    </search>
  );
}
