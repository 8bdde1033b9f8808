import { Input, type InputProps } from 'antd';
import { useEffect, useState } from 'react';
import { type DateKind, inOneWay, isWhole, shown, withSeparators } from './typed-date.ts';

interface DateInputProps extends Omit<InputProps, 'type' | 'value' | 'onChange' | 'onBlur'> {
  readonly kind: DateKind;
  /** `YYYY-MM-DD`, `YYYY-MM-DDTHH:mm` or `YYYY-MM`, or as much as was typed of it. */
  readonly value: string;
  readonly onChange: (text: string) => void;
}

const forms: Readonly<Record<DateKind, string>> = { day: 'YYYY-MM-DD', minute: 'YYYY-MM-DD HH:mm', month: 'YYYY-MM' };

/** A date in one form for everybody: the order of a browser's own field follows the language of the machine. Digits are enough. */
export function DateInput({ kind, value, onChange, status, ...rest }: DateInputProps) {
  const [isLeft, setLeft] = useState(true);
  const isWrong = isLeft && value !== '' && !isWhole(value, kind);
  return (
    <Input
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      placeholder={forms[kind]}
      value={shown(value)}
      status={isWrong ? 'error' : (status ?? '')}
      {...(isWrong ? { 'aria-invalid': true } : {})}
      onFocus={() => setLeft(false)}
      onBlur={() => {
        setLeft(true);
        const tidy = inOneWay(value, kind);
        if (tidy !== value) onChange(tidy);
      }}
      onChange={(event) => onChange(withSeparators(event.target.value, kind))}
    />
  );
}

/** The same where only a whole date is of use: told when it is whole, or empty. */
export function DateFilter({ value, onChange, ...rest }: DateInputProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <DateInput
      {...rest}
      value={text}
      onChange={(next) => {
        setText(next);
        if (next === '' || isWhole(next, rest.kind)) onChange(next);
      }}
    />
  );
}
