import { Button, Empty } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentRecord } from '../../fhir/record.ts';
import { moveFocus } from '../../ui/arrow-keys.ts';
import { useLanguage } from '../../ui/language.ts';
import { usePrinting } from '../../ui/printing.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import { byYear, matching, type TimelineEntry, toEntries } from './entries.ts';
import { noFilters, TimelineFilters } from './TimelineFilters.tsx';
import { TimelineItem } from './TimelineItem.tsx';
import { useTimelineColumns } from './timeline-columns.ts';

const CHUNK = 60;

interface TimelineProps {
  readonly record: ResidentRecord;
  /** Whose it is, as the exported file is named. */
  readonly name: string;
}

/** All that happened, of all databases and places, newest first. Filters and the opened entry stand in the address. */
export function Timeline({ record, name }: TimelineProps) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const [filters, setFilters] = useUrlState(noFilters);
  const [{ entry: openKey }, setOpen] = useUrlState({ entry: '' });
  const may = useMay();
  const columns = useTimelineColumns();
  const entries = useMemo(() => toEntries(record, language), [record, language]);
  const { database, place, kind, year, text } = useDeferredValue(filters);
  const shown = useMemo(
    () => matching(entries, { database, place, kind, year, text }),
    [entries, database, place, kind, year, text],
  );
  if (entries.length === 0) return <Empty description={may('record.fetch') ? t('noEntries') : t('noEntriesHere')} />;
  return (
    <div className="timeline">
      <TimelineFilters
        entries={entries}
        filters={filters}
        onChange={(next) => setFilters(next, { replace: true })}
        shown={shown.length}
        actions={
          <ExportButton what={t('exportOf', { name })} columns={columns} pages={() => [shown]} disabled={shown.length === 0} />
        }
      />
      {shown.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneMatch')} />}
      <Chunks key={Object.values(filters).join('|')} entries={shown} onOpen={(key) => setOpen({ entry: key })} />
      <EntryDrawer
        entry={entries.find(({ key }) => key === openKey)}
        record={record}
        onClose={() => setOpen({ entry: '' }, { replace: true })}
      />
    </div>
  );
}

interface ChunksProps {
  readonly entries: readonly TimelineEntry[];
  readonly onOpen: (key: string) => void;
}

/** A long life is drawn piece by piece, so that the page answers at once. Arrow keys lead from entry to entry. */
function Chunks({ entries, onOpen }: ChunksProps) {
  const { t } = useTranslation(['resident', 'ui']);
  const [drawn, setDrawn] = useState(CHUNK);
  const limit = usePrinting() ? entries.length : drawn;
  const rest = Math.min(CHUNK, entries.length - limit);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the entries inside take the focus; the frame only hears their keys
    <div data-list onKeyDown={(event) => moveFocus(event, '[data-row]')}>
      {byYear(entries.slice(0, limit)).map(([year, ofYear]) => (
        <section key={year} aria-label={year ? t('yearHeading', { year }) : t('undated')}>
          <h2 className="timeline-year">{year ? t('yearHeading', { year }) : t('undated')}</h2>
          <ol className="timeline-entries">
            {ofYear.map((entry, at) => (
              <TimelineItem key={entry.key} entry={entry} sameDay={ofYear[at - 1]?.day === entry.day} onOpen={onOpen} />
            ))}
          </ol>
        </section>
      ))}
      {rest > 0 && (
        <Button block className="timeline-more" onClick={() => setDrawn(limit + CHUNK)}>
          {t('showMore', { ns: 'ui', count: rest })}
        </Button>
      )}
    </div>
  );
}
