import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, type ReactNode, useCallback, useEffect, useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView, FormValue, FormValues } from '../../../../src/forms/contract.ts';
import { Failure, type FieldFault } from '../../../ui/failure.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { DataFields, type Offer } from './DataFields.tsx';
import { useDraft } from './drafts.ts';
import { FaultList } from './FaultList.tsx';
import { toGroups } from './groups.ts';
import { goOn } from './keys.ts';
import { SectionIndex } from './SectionIndex.tsx';
import { toDraft, toSent } from './values.ts';
import './form.css';

interface DataFormProps {
  /** Name under which a draft is kept. */
  readonly name: string;
  readonly fields: readonly FieldView[];
  readonly initial: FormValues;
  /** Masked values of fields that keep what they have when left empty. */
  readonly masked?: Readonly<Record<string, string>>;
  /** What stood in a field before, in words with its day. */
  readonly last?: Readonly<Record<string, string>>;
  /** The same where it can be taken over with one key. */
  readonly offers?: Readonly<Record<string, Offer>>;
  readonly submitLabel: string;
  readonly onSubmit: (values: Readonly<Record<string, FormValue | null>>, confirmed: readonly string[]) => Promise<unknown>;
  readonly onCancel?: () => void;
  /** What follows from a value that was typed, for other fields. */
  readonly follows?: (key: string, value: FormValue) => FormValues;
  /** Told what stands in the fields, whenever that changes. */
  readonly onDraft?: (draft: FormValues) => void;
  /** Which of the fields are asked now, and what those are that are worked out and not typed. */
  readonly asked?: (draft: FormValues) => { readonly fields: readonly FieldView[]; readonly worked: FormValues };
  /** What is wrong or unusual with a value, told before anything is sent. */
  readonly judge?: (field: FieldView, value: FormValue) => FieldFault | undefined;
  /** Choices stand in the open, yes and no are both asked for, and the sections are listed at the side. */
  readonly long?: boolean;
  /** What stands above the button, of the answers so far. */
  readonly closing?: (draft: FormValues, set: (key: string, value: FormValue) => void) => ReactNode;
}

/** A form in one column: Enter goes on to the next field, what is wrong stands on top with a way to its field. */
export function DataForm(props: DataFormProps) {
  const { name, fields, initial, masked = NONE, last = NONE, offers = NO_OFFERS, long = false } = props;
  const { submitLabel, onSubmit, onCancel, follows, onDraft, asked, judge, closing } = props;
  const { t } = useTranslation('form');
  const base = useId();
  const top = useRef<HTMLDivElement>(null);
  const { draft, isKept, set, forget } = useDraft(name, toDraft(fields, initial));
  useEffect(() => onDraft?.(draft), [draft, onDraft]);
  const now = useMemo(() => asked?.(draft) ?? { fields, worked: NONE }, [asked, draft, fields]);
  const groups = useMemo(() => toGroups(now.fields), [now.fields]);
  const change = useCallback(
    (key: string, value: FormValue) => {
      set(key, value);
      for (const [other, its] of Object.entries(follows?.(key, value) ?? {})) set(other, its);
    },
    [set, follows],
  );
  const sending = useMutation({
    mutationFn: (confirmed: readonly string[]) =>
      onSubmit(
        toSent(
          now.fields.filter(({ key }) => !(key in now.worked)),
          draft,
        ),
        confirmed,
      ),
    onSuccess: forget,
  });
  const { error } = sending;
  useEffect(() => {
    if (error) top.current?.focus();
  }, [error]);
  const faults = error instanceof Failure ? error.faults : NO_FAULTS;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate([]);
  };
  const idOf = (key: string) => `${base}-${key}`;
  return (
    <form className={long ? 'data-form data-form-long' : 'data-form'} onSubmit={submit} onKeyDownCapture={goOn} noValidate>
      <div ref={top} tabIndex={-1} className="data-form-top">
        {faults.length > 0 && (
          <FaultList
            faults={faults}
            fields={fields}
            idOf={idOf}
            onConfirm={() => sending.mutate(faults.map(({ at }) => at))}
            pending={sending.isPending}
          />
        )}
        {error && faults.length === 0 && <ProblemNotice error={error} />}
      </div>
      {isKept && (
        <p className="muted">
          {t('draft')}{' '}
          <Button type="link" className="inline-button" onClick={forget}>
            {t('discard')}
          </Button>
        </p>
      )}
      <DataFields
        {...{ groups, base, draft, faults, masked, last, offers, judge }}
        worked={now.worked}
        open={long}
        change={change}
      />
      {closing?.(draft, change)}
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {submitLabel}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('cancel', { ns: 'ui' })}</Button>}
      </div>
      {long && groups.length > 2 && (
        <SectionIndex groups={groups} idOf={({ key }) => `${base}-of-${key}`} filled={filledKeys(draft, now.worked)} />
      )}
    </form>
  );
}

const NONE = {};
const NO_OFFERS: Readonly<Record<string, Offer>> = {};
const NO_FAULTS: readonly FieldFault[] = [];

const filledKeys = (...values: readonly FormValues[]): ReadonlySet<string> =>
  new Set(values.flatMap((all) => Object.keys(all).filter((key) => all[key] !== '' && all[key] !== undefined)));
