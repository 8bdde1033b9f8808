import { Button, Input, Select } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  EmergencyLevel,
  EntryKind,
  EntryRow,
  OutbreakDetail,
} from '../../../../src/applications/public-health/outbreaks/contract.ts';
import { formatInstant } from '../../../ui/format.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useMay } from '../../app/session.tsx';
import { Deadline } from '../Deadline.tsx';
import { newKey } from '../new-key.ts';
import { useAct } from './use-act.ts';

const levels: readonly EmergencyLevel[] = ['I', 'II', 'III', 'IV'];

/** The field log and the reports, the latest first, and the next one. On paper they are what is printed. */
export function Entries({ of }: { readonly of: OutbreakDetail }) {
  const { t } = useTranslation('outbreaks');
  const may = useMay();
  return (
    <section className="outbreak-part outbreak-entries" aria-label={t('log')}>
      <h2 className="disease-group">{t('log')}</h2>
      {of.state === 'open' && may('disease.review') && <Entering key={of.entries.length} of={of} />}
      {of.entries.length === 0 && <p className="muted">{t('logNone')}</p>}
      <ol className="disease-history">
        {of.entries.map((entry) => (
          <Entry key={entry.id} of={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ of }: { readonly of: EntryRow }) {
  const { t } = useTranslation('outbreaks');
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['', of.text],
    [t('measures'), of.measures],
    [t('plan'), of.plan],
  ];
  return (
    <li>
      <p>
        <strong>{t(`kind_${of.kind}`)}</strong> {of.level && <span>{t(`level_${of.level}`)}</span>}{' '}
        <span className="muted">
          {formatInstant(of.at)} · {of.by}
        </span>{' '}
        {of.timely && <Deadline of={of.timely} />}
      </p>
      {of.cases !== undefined && (
        <p className="muted">{t('numbers', { cases: of.cases, deaths: of.deaths ?? 0, contacts: of.contacts ?? 0 })}</p>
      )}
      {parts.map(([label, text]) =>
        text ? (
          <p key={label}>
            {label && <span className="muted">{label} </span>}
            {text}
          </p>
        ) : null,
      )}
    </li>
  );
}

function Entering({ of }: { readonly of: OutbreakDetail }) {
  const { t } = useTranslation('outbreaks');
  const [textId, measuresId, planId] = [useId(), useId(), useId()];
  const isReported = of.entries.some(({ kind }) => kind === 'initial');
  const kinds: readonly EntryKind[] = isReported ? ['log', 'progress', 'final'] : ['initial', 'log'];
  const [key] = useState(newKey);
  const [kind, setKind] = useState<EntryKind>(kinds[0] ?? 'log');
  const [level, setLevel] = useState<EmergencyLevel>(of.level ?? 'IV');
  const [text, setText] = useState('');
  const [measures, setMeasures] = useState('');
  const [plan, setPlan] = useState('');
  const entering = useAct(of.id, 'entries');
  const isReport = kind !== 'log';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const more = { ...(measures.trim() ? { measures } : {}), ...(plan.trim() ? { plan } : {}) };
    entering.mutate({ key, kind, text, ...(isReport ? { level, ...more } : {}) });
  };
  return (
    <form className="outbreak-form" onSubmit={submit}>
      {entering.error && <ProblemNotice error={entering.error} />}
      <div className="toolbar">
        <Select
          aria-label={t('kind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
          onChange={setKind}
          popupMatchSelectWidth={false}
        />
        {isReport && (
          <Select
            aria-label={t('level')}
            value={level}
            options={levels.map((value) => ({ value, label: t(`level_${value}`) }))}
            onChange={setLevel}
            popupMatchSelectWidth={false}
          />
        )}
      </div>
      <label htmlFor={textId}>{t('text')}</label>
      <Input.TextArea id={textId} rows={3} value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} />
      {isReport && (
        <>
          <label htmlFor={measuresId}>{t('measures')}</label>
          <Input.TextArea
            id={measuresId}
            rows={2}
            value={measures}
            maxLength={2000}
            onChange={(event) => setMeasures(event.target.value)}
          />
          <label htmlFor={planId}>{t('plan')}</label>
          <Input.TextArea id={planId} rows={2} value={plan} maxLength={2000} onChange={(event) => setPlan(event.target.value)} />
        </>
      )}
      {kind === 'final' && <p className="muted">{t('finalCloses')}</p>}
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={entering.isPending} disabled={text.trim().length < 2}>
          {t('enter')}
        </Button>
      </div>
    </form>
  );
}
