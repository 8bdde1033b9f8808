import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { enterList } from './arrow-keys.ts';

const DEBOUNCE_MS = 150;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly size?: 'large' | 'medium';
}

/** Searches a moment after the last key, or at once with Enter. Follows `value` when that changes by itself. */
export function SearchField({ label, placeholder, value, onSearch, size = 'large' }: SearchFieldProps) {
  const [text, setText] = useSearchText(value, onSearch);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <search>
      <form onSubmit={submit} onKeyDown={enterList}>
        <Input
          size={size}
          allowClear
          value={text}
          placeholder={placeholder}
          aria-label={label}
          prefix={<SearchOutlined aria-hidden />}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  );
}

/** The text of a search field, told `onSearch` when typing pauses, unless `waits` says that it waits for Enter. */
export function useSearchText(
  value: string,
  onSearch: (text: string) => void,
  waits: (text: string) => boolean = () => false,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === value || waits(wanted)) return;
    const timer = setTimeout(() => onSearch(wanted), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  });
  return [text, setText];
}
