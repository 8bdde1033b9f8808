import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { ResidentPage, ResidentRow } from '../../../src/databases/population/contract.ts';
import { moveFocus } from '../../ui/arrow-keys.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, call, post } from '../app/api.ts';
import { isWholeNumber } from '../app/lookup.ts';

interface RegistrationProps {
  readonly point: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onRegistered: (detail: VisitDetail) => void;
}

const SHOWN = 8;

/** A card that is scanned registers its child at once; a name leads to those who have it. */
export function Registration({ point, field, onRegistered }: RegistrationProps) {
  const { t } = useTranslation('vaccination');
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly ResidentRow[]>();
  useEffect(() => field.current?.focus(), [field]);
  const registering = useMutation({
    mutationFn: (resident: string) =>
      post<VisitDetail>(`/api/vaccination/points/${encodeURIComponent(point)}/visits`, { resident }),
    onSuccess: (detail) => {
      setText('');
      setFound(undefined);
      onRegistered(detail);
    },
  });
  const searching = useMutation({
    mutationFn: async (typed: string) => {
      const q = isWholeNumber(typed) ? typed.toUpperCase() : typed;
      const { items } = await call<ResidentPage>(address('/api/residents', { q, count: SHOWN }));
      return { items, isNumber: isWholeNumber(typed) };
    },
    onSuccess: ({ items, isNumber }) => {
      const [only] = items;
      if (isNumber && only && items.length === 1) registering.mutate(only.id);
      else setFound(items);
    },
  });
  const error = searching.error ?? registering.error;
  return (
    <search className="panel session-register">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) searching.mutate(text.trim());
        }}
        onKeyDown={(event) => moveFocus(event, 'input, .session-found button')}
      >
        <label htmlFor="vaccination-register">{t('register')}</label>
        <div className="session-register-line">
          <Input
            id="vaccination-register"
            ref={(input) => {
              field.current = input?.input ?? null;
            }}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t('registerHint')}
            autoComplete="off"
            spellCheck={false}
          />
          <Button htmlType="submit" type="primary" loading={searching.isPending || registering.isPending}>
            {t('registerButton')}
          </Button>
        </div>
        {found && (
          <ul className="session-found" aria-label={t('found')}>
            {found.map((row) => (
              <li key={row.id}>
                <button type="button" onClick={() => registering.mutate(row.id)}>
                  {[row.name, t(row.sex), row.birthDate, row.identityNumberMasked].filter(Boolean).join(' · ')}
                </button>
              </li>
            ))}
            {found.length === 0 && <li className="muted">{t('foundNone')}</li>}
          </ul>
        )}
      </form>
      {error && <ProblemNotice error={error} />}
    </search>
  );
}
