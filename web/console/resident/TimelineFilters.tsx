import { Button } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { databaseKey } from './databases.ts';
import { type Choice, choicesOf, type Filters, type TimelineEntry } from './entries.ts';

export const noFilters = { database: '', place: '', kind: '', year: '', text: '' };

interface TimelineFiltersProps {
  readonly entries: readonly TimelineEntry[];
  readonly filters: Filters;
  readonly shown: number;
  /** What can be done with those that are shown. */
  readonly actions: ReactNode;
  readonly onChange: (next: Partial<typeof noFilters>) => void;
}

/** Filters by database, place, kind, year and free text, each with how many entries it would leave. */
export function TimelineFilters({ entries, filters, shown, actions, onChange }: TimelineFiltersProps) {
  const { t } = useTranslation('resident');
  const { databases, places, kinds, years } = useChoices(entries);
  const filtered = Object.values(filters).some(Boolean);
  return (
    <div className="timeline-filters">
      <SearchField
        size="medium"
        label={t('filterText')}
        placeholder={t('filterTextHint')}
        value={filters.text}
        onSearch={(text) => onChange({ text })}
      />
      <Filter label={t('filterKind')} value={filters.kind} choices={kinds} onChange={(kind) => onChange({ kind })} />
      <Filter
        label={t('filterDatabase')}
        value={filters.database}
        choices={databases}
        onChange={(database) => onChange({ database })}
      />
      <Filter label={t('filterPlace')} value={filters.place} choices={places} onChange={(place) => onChange({ place })} />
      <Filter label={t('filterYear')} value={filters.year} choices={years} onChange={(year) => onChange({ year })} />
      <span className="muted numeric nowrap" role="status">
        {t('shown', { shown, all: entries.length })}
      </span>
      {filtered && <Button onClick={() => onChange(noFilters)}>{t('clearFilters')}</Button>}
      <span className="timeline-actions">{actions}</span>
    </div>
  );
}

function useChoices(entries: readonly TimelineEntry[]) {
  const { t } = useTranslation('resident');
  return useMemo(
    () => ({
      databases: choicesOf(entries, ({ database }) => {
        const key = databaseKey(database);
        return [database, key ? t(key) : database];
      }),
      places: choicesOf(entries, ({ place, placeName }) => [place, placeName]),
      kinds: choicesOf(entries, ({ type, kind }) => [type, kind]),
      years: choicesOf(entries, ({ year }) => [year, year]).toSorted((a, b) => (a.value < b.value ? 1 : -1)),
    }),
    [entries, t],
  );
}

interface FilterProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

function Filter({ choices, ...filter }: FilterProps) {
  const { t } = useTranslation('resident');
  const options = choices.map(({ value: key, name, count }) => ({ value: key, label: t('optionWithCount', { name, count }) }));
  return <ChoiceFilter {...filter} options={options} />;
}
