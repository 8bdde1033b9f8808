import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView, FormValue, FormValues } from '../../../../src/forms/contract.ts';
import { Failure, type FieldFault } from '../../../ui/failure.ts';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useDraft } from './drafts.ts';
import { FaultList } from './FaultList.tsx';
import { FieldInput } from './FieldInput.tsx';
import { PlaceHint } from './PlaceHint.tsx';
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
  readonly submitLabel: string;
  readonly onSubmit: (values: Readonly<Record<string, FormValue | null>>, confirmed: readonly string[]) => Promise<unknown>;
  readonly onCancel?: () => void;
  /** What follows from a value that was typed, for other fields. */
  readonly follows?: (key: string, value: FormValue) => FormValues;
  /** Told what stands in the fields, whenever that changes. */
  readonly onDraft?: (draft: FormValues) => void;
}

/** A form in one column: Enter goes on to the next field, what is wrong stands on top with a way to its field. */
export function DataForm(props: DataFormProps) {
  const { name, fields, initial, masked = {}, last = {}, submitLabel, onSubmit, onCancel, follows, onDraft } = props;
  const { t } = useTranslation('form');
  const base = useId();
  const top = useRef<HTMLDivElement>(null);
  const { draft, isKept, set, forget } = useDraft(name, toDraft(fields, initial));
  useEffect(() => onDraft?.(draft), [draft, onDraft]);
  const change = (key: string, value: FormValue) => {
    set(key, value);
    for (const [other, its] of Object.entries(follows?.(key, value) ?? {})) set(other, its);
  };
  const sending = useMutation({
    mutationFn: (confirmed: readonly string[]) => onSubmit(toSent(fields, draft), confirmed),
    onSuccess: forget,
  });
  const { error } = sending;
  useEffect(() => {
    if (error) top.current?.focus();
  }, [error]);
  const faults = sending.error instanceof Failure ? sending.error.faults : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate([]);
  };
  return (
    <form className="data-form" onSubmit={submit} onKeyDown={goOn} noValidate>
      <div ref={top} tabIndex={-1} className="data-form-top">
        {faults.length > 0 && (
          <FaultList
            faults={faults}
            fields={fields}
            idOf={(key) => `${base}-${key}`}
            onConfirm={() => sending.mutate(faults.map(({ at }) => at))}
            pending={sending.isPending}
          />
        )}
        {sending.error && faults.length === 0 && <ProblemNotice error={sending.error} />}
      </div>
      {isKept && (
        <p className="muted">
          {t('draft')}{' '}
          <Button type="link" className="inline-button" onClick={forget}>
            {t('discard')}
          </Button>
        </p>
      )}
      <Groups fields={fields} base={base} draft={draft} set={change} faults={faults} masked={masked} last={last} />
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {submitLabel}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('cancel', { ns: 'ui' })}</Button>}
      </div>
    </form>
  );
}

interface GroupsProps {
  readonly fields: readonly FieldView[];
  readonly base: string;
  readonly draft: FormValues;
  readonly set: (key: string, value: FormValue) => void;
  readonly faults: readonly FieldFault[];
  readonly masked: Readonly<Record<string, string>>;
  readonly last: Readonly<Record<string, string>>;
}

function Groups({ fields, base, draft, set, faults, masked, last }: GroupsProps) {
  const name = useBilingual();
  const groups = Map.groupBy(fields, ({ group }) => group.zh);
  return [...groups.values()].map((group) => (
    <fieldset key={group[0]?.group.zh}>
      <legend>{group[0] && name(group[0].group)}</legend>
      {group.map((field) => (
        <Field
          key={field.key}
          id={`${base}-${field.key}`}
          field={field}
          value={draft[field.key]}
          onChange={(value) => set(field.key, value)}
          fault={faults.find(({ at }) => at === field.key)}
          masked={masked[field.key]}
          last={last[field.key]}
        />
      ))}
    </fieldset>
  ));
}

interface FieldProps {
  readonly id: string;
  readonly field: FieldView;
  readonly value: FormValue | undefined;
  readonly onChange: (value: FormValue) => void;
  readonly fault: FieldFault | undefined;
  readonly masked: string | undefined;
  readonly last: string | undefined;
}

function Field({ id, field, value, onChange, fault, masked, last }: FieldProps) {
  const { t } = useTranslation('form');
  const name = useBilingual();
  const described = `${id}-about`;
  return (
    <div className="data-field">
      <label htmlFor={id}>
        {name(field.name)}
        {field.required && <span className="data-required"> {t('required')}</span>}
      </label>
      <FieldInput
        id={id}
        field={field}
        value={value}
        onChange={onChange}
        invalid={fault !== undefined}
        describedBy={described}
        masked={masked}
      />
      <div id={described} className="data-about">
        {fault && <span className={`data-fault data-${fault.kind}`}>{name(fault.text)}</span>}
        {field.type === 'division' && <PlaceHint code={String(value ?? '')} />}
        {field.hint && <span className="muted">{name(field.hint)}</span>}
        {last && <span className="muted">{last}</span>}
      </div>
    </div>
  );
}

/** Enter leads to the next field, from the last one to the button; lists and buttons keep their own Enter. */
function goOn(event: KeyboardEvent<HTMLFormElement>) {
  const { target, currentTarget } = event;
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(target instanceof HTMLInputElement)) return;
  if (target.getAttribute('role') === 'combobox') return;
  event.preventDefault();
  const stops = [...currentTarget.querySelectorAll<HTMLElement>('fieldset input, button[type=submit]')];
  stops[stops.indexOf(target) + 1]?.focus();
}
