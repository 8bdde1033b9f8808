import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentRecord } from '../../fhir/record.ts';
import { useLanguage } from '../../ui/language.ts';
import { useUrlState } from '../app/url-state.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import { type TimelineEntry, toEntries } from './entries.ts';
import { toSummary } from './summary.ts';

const sections = [
  { key: 'allergies', none: 'noAllergies' },
  { key: 'conditions', none: 'noConditions' },
  { key: 'medicines', none: 'noMedicines' },
  { key: 'observations', none: 'noObservations' },
  { key: 'immunizations', none: 'noImmunizations' },
  { key: 'coverage', none: 'noCoverage' },
] as const;

/** What a doctor wants to know before the first question. */
export function SummaryTab({ record }: { readonly record: ResidentRecord }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const [{ entry: openKey }, setOpen] = useUrlState({ entry: '' });
  const entries = useMemo(() => toEntries(record, language), [record, language]);
  const summary = useMemo(() => toSummary(entries), [entries]);
  return (
    <div className="summary">
      {sections.map(({ key, none }) => (
        <section className="panel" key={key} aria-label={t(key)}>
          <div className="panel-head">
            <h2>{t(key)}</h2>
            <span className="muted numeric">{summary[key].length}</span>
          </div>
          <SummaryList entries={summary[key]} none={t(none)} onOpen={(entry) => setOpen({ entry })} />
        </section>
      ))}
      <EntryDrawer
        entry={entries.find(({ key }) => key === openKey)}
        record={record}
        onClose={() => setOpen({ entry: '' }, { replace: true })}
      />
    </div>
  );
}

interface SummaryListProps {
  readonly entries: readonly TimelineEntry[];
  readonly none: string;
  readonly onOpen: (key: string) => void;
}

function SummaryList({ entries, none, onOpen }: SummaryListProps) {
  if (entries.length === 0) return <p className="panel-body muted">{none}</p>;
  return (
    <ul className="summary-list">
      {entries.map((entry) => (
        <li key={entry.key}>
          <button type="button" onClick={() => onOpen(entry.key)}>
            {entry.title}
          </button>
          {entry.flag && <span className="entry-flag">{entry.flag}</span>}
          <span className="muted">{entry.summary}</span>
          <span className="muted numeric nowrap">{[entry.day, entry.placeName].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
