import { SearchOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Input, type InputRef } from 'antd';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '../../ui/failure.ts';
import { useLanguage } from '../../ui/language.ts';
import { isWholeNumber, useOpenByNumber } from './lookup.ts';
import { isTyping } from './typing.ts';

/** The one search: a number opens its resident, anything else becomes a list. `/` focuses it, a scanner types into it. */
export function SearchBox() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useRef<InputRef>(null);
  const navigate = useNavigate();
  const open = useOpening(() => setText(''));
  useSlashKey(field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (isWholeNumber(wanted)) return open.mutate(wanted);
    setText('');
    void navigate({ to: '/residents', search: wanted ? { q: wanted } : {} });
  };
  return (
    <search className="search-box">
      <form onSubmit={submit}>
        <Input
          ref={field}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('searchHint')}
          aria-label={t('search')}
          prefix={<SearchOutlined aria-hidden />}
          disabled={open.isPending}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
      </form>
    </search>
  );
}

function useOpening(onOpened: () => void) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: useOpenByNumber(),
    onSuccess: onOpened,
    onError: (error) => void message.error(titleOf(error, language) ?? t('searchFailed')),
  });
}

function useSlashKey(field: RefObject<InputRef | null>) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      field.current?.focus({ cursor: 'all' });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [field]);
}
