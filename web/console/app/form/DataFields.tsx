import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView, FormValue, FormValues } from '../../../../src/forms/contract.ts';
import type { FieldFault } from '../../../ui/failure.ts';
import { useBilingual } from '../../../ui/language.ts';
import { FieldInput } from './FieldInput.tsx';
import type { Group } from './groups.ts';
import { TAKE_KEY } from './keys.ts';
import { PlaceHint } from './PlaceHint.tsx';
import { useValueWords } from './value-words.ts';

/** What is known of a field already. */
export interface Offer {
  readonly value: FormValue;
  /** With its day and place. */
  readonly words: string;
}

interface DataFieldsProps {
  readonly groups: readonly Group[];
  /** Begins the ids of all fields. */
  readonly base: string;
  readonly draft: FormValues;
  readonly worked: FormValues;
  readonly change: (key: string, value: FormValue) => void;
  readonly faults: readonly FieldFault[];
  readonly masked: Readonly<Record<string, string>>;
  readonly last: Readonly<Record<string, string>>;
  readonly offers: Readonly<Record<string, Offer>>;
  readonly judge: ((field: FieldView, value: FormValue) => FieldFault | undefined) | undefined;
  readonly open: boolean;
}

/** Fields below their headings. */
export function DataFields(props: DataFieldsProps) {
  const { groups, base, draft, worked, change, faults, masked, last, offers, judge, open } = props;
  const name = useBilingual();
  return groups.map((group) => (
    <fieldset key={group.key} id={`${base}-of-${group.key}`}>
      <legend>{name(group.title)}</legend>
      {group.fields.map((field) => {
        const { key } = field;
        const id = `${base}-${key}`;
        if (key in worked) return <WorkedOut key={key} id={id} field={field} value={worked[key] ?? ''} />;
        return (
          <Field
            key={key}
            {...{ id, field, change, judge, open }}
            value={draft[key]}
            fault={faults.find(({ at }) => at === key)}
            masked={masked[key]}
            last={last[key]}
            offer={offers[key]}
          />
        );
      })}
    </fieldset>
  ));
}

interface FieldProps {
  readonly id: string;
  readonly field: FieldView;
  readonly value: FormValue | undefined;
  readonly change: (key: string, value: FormValue) => void;
  readonly fault: FieldFault | undefined;
  readonly judge: DataFieldsProps['judge'];
  readonly masked: string | undefined;
  readonly last: string | undefined;
  readonly offer: Offer | undefined;
  readonly open: boolean;
}

/** Remembered: of a form of 170 fields only the one that changes is drawn anew. */
const Field = memo(({ id, field, value, change, fault, judge, masked, last, offer, open }: FieldProps) => {
  const { t } = useTranslation('form');
  const name = useBilingual();
  const described = `${id}-about`;
  const isFilled = value !== undefined && value !== '';
  const told = isFilled ? judge?.(field, value) : undefined;
  const wrong = told ?? fault;
  const label = name(field.name);
  return (
    <div className="data-field">
      <label htmlFor={id}>
        {label}
        {field.required && <span className="data-required"> {t('required')}</span>}
      </label>
      <FieldInput
        {...{ id, field, value, open, masked }}
        onChange={(next) => change(field.key, next)}
        invalid={wrong !== undefined}
        describedBy={described}
      />
      <div id={described} className="data-about">
        {wrong && <span className={`data-fault data-${wrong.kind}${told ? ' data-told' : ''}`}>{name(wrong.text)}</span>}
        {field.type === 'division' && <PlaceHint code={String(value ?? '')} />}
        {field.hint && <span className="muted">{name(field.hint)}</span>}
        {last && <span className="muted">{last}</span>}
        {offer && <Offered offer={offer} value={value} what={label} onTake={() => change(field.key, offer.value)} />}
      </div>
    </div>
  );
});
Field.displayName = 'Field';

interface OfferedProps {
  readonly offer: Offer;
  readonly value: FormValue | undefined;
  readonly what: string;
  readonly onTake: () => void;
}

function Offered({ offer, value, what, onTake }: OfferedProps) {
  const { t } = useTranslation('form');
  const isTaken = String(value ?? '') === String(offer.value);
  return (
    <span className="muted">
      {offer.words}{' '}
      {isTaken ? (
        t('taken')
      ) : (
        <button type="button" className="as-link data-take" tabIndex={-1} aria-keyshortcuts={TAKE_KEY} onClick={onTake}>
          {t('take')} <kbd>{TAKE_KEY}</kbd> <span className="sr-only">{what}</span>
        </button>
      )}
    </span>
  );
}

interface WorkedOutProps {
  readonly id: string;
  readonly field: FieldView;
  readonly value: FormValue;
}

const WorkedOut = memo(({ id, field, value }: WorkedOutProps) => {
  const { t } = useTranslation('form');
  const name = useBilingual();
  const inWords = useValueWords();
  return (
    <div className="data-worked">
      <label htmlFor={id}>{name(field.name)}</label>
      <output id={id}>
        {value === '' ? '—' : inWords(field, value)} <span className="muted">{t('workedOut')}</span>
      </output>
    </div>
  );
});
WorkedOut.displayName = 'WorkedOut';
