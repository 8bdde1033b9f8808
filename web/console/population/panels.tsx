import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AgeBand,
  DivisionCount,
  MonthCount,
  PopulationStatistics,
} from '../../../src/databases/population/statistics/contract.ts';
import { ChartPanel } from '../../ui/ChartPanel.tsx';
import { formatClock, formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { sumOf, useCounts } from '../app/counts/counts.ts';
import { useDivisionName } from '../app/counts/DivisionPath.tsx';
import { useMay } from '../app/session.tsx';
import { bandLabel, monthsOption, pyramidOption, tilesOption } from './charts.ts';

interface PanelProps {
  readonly statistics: PopulationStatistics;
}

/** Ages by sex. A band leads to its residents where they are kept here. */
export function PyramidPanel({ statistics }: PanelProps) {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const may = useMay();
  const { pyramid, month, asOf, division, isHere, smallCells } = statistics;
  const { plain } = useCounts(smallCells);
  const option = useMemo(
    () => pyramidOption(pyramid, { male: t('male'), female: t('female') }, (value) => formatNumber(value, language)),
    [pyramid, t, language],
  );
  const hasList = isHere && may('resident.read');
  const ages = (band: AgeBand) => bandLabel(band) ?? t('ageUnknown');
  const linked = (band: AgeBand) =>
    hasList && band.from !== undefined ? (
      <Link to="/population/list" search={{ division, age: String(band.from) }}>
        {ages(band)}
      </Link>
    ) : (
      ages(band)
    );
  return (
    <ChartPanel<AgeBand>
      title={t('pyramid')}
      note={t('pyramidNote', { month, time: formatClock(asOf) })}
      rows={statistics.total !== 0 ? pyramid : []}
      rowKey={(band) => String(band.from ?? 'unknown')}
      empty={t('nobody')}
      option={option}
      heightPx={430}
      columns={[
        { key: 'age', title: t('age'), value: ages, cell: linked },
        { key: 'male', title: t('male'), value: ({ male }) => plain(male) },
        { key: 'female', title: t('female'), value: ({ female }) => plain(female) },
        { key: 'other', title: t('otherSex'), value: ({ other }) => plain(other) },
        { key: 'total', title: t('total'), value: ({ male, female, other }) => plain(sumOf([male, female, other])) },
      ]}
    />
  );
}

/** Births, deaths and moves of two years. */
export function MonthsPanel({ statistics: { months, asOf, smallCells } }: PanelProps) {
  const { t } = useTranslation('population');
  const { plain } = useCounts(smallCells);
  const option = useMemo(
    () => monthsOption(months, { births: t('births'), deaths: t('deaths'), movedIn: t('movedIn'), movedOut: t('movedOut') }),
    [months, t],
  );
  return (
    <ChartPanel<MonthCount>
      title={t('months')}
      note={t('monthsNote', { time: formatClock(asOf) })}
      rows={months}
      rowKey={({ month }) => month}
      empty={t('nobody')}
      option={option}
      heightPx={430}
      columns={[
        { key: 'month', title: t('month'), value: ({ month }) => month },
        { key: 'births', title: t('births'), value: ({ births }) => plain(births) },
        { key: 'deaths', title: t('deaths'), value: ({ deaths }) => plain(deaths) },
        { key: 'movedIn', title: t('movedIn'), value: ({ movedIn }) => plain(movedIn) },
        { key: 'movedOut', title: t('movedOut'), value: ({ movedOut }) => plain(movedOut) },
      ]}
    />
  );
}

/** The parts of the division: tiles as large as their population, and a table that leads down. */
export function PartsPanel({ statistics, onChoose }: PanelProps & { readonly onChoose: (division: string) => void }) {
  const { t } = useTranslation('population');
  const language = useLanguage();
  const nameOf = useDivisionName();
  const { parts, asOf, elsewhere, smallCells } = statistics;
  const { inWords, plain } = useCounts(smallCells);
  const option = useMemo(
    () =>
      tilesOption(
        parts.map((part) => ({ ...part, label: nameOf(part) })),
        (value) => formatNumber(value, language),
      ),
    [parts, nameOf, language],
  );
  if (parts.length === 0) return null;
  const down = (part: DivisionCount) => (
    <button type="button" className="as-link" onClick={() => onChoose(part.division)}>
      {nameOf(part)}
    </button>
  );
  const unassigned = elsewhere === 0 ? '' : ` ${t('elsewhere', { number: inWords(elsewhere) })}`;
  return (
    <ChartPanel<DivisionCount>
      title={t('parts')}
      note={`${t('partsNote', { time: formatClock(asOf) })}${unassigned}`}
      rows={parts}
      rowKey={({ division }) => division}
      empty={t('nobody')}
      option={option}
      heightPx={260}
      onChoose={onChoose}
      withTable
      columns={[
        { key: 'name', title: t('division'), value: nameOf, cell: down },
        { key: 'code', title: t('code'), value: ({ division }) => division },
        { key: 'total', title: t('total'), value: ({ total }) => plain(total) },
        { key: 'male', title: t('male'), value: ({ male }) => plain(male) },
        { key: 'female', title: t('female'), value: ({ female }) => plain(female) },
        { key: 'other', title: t('otherSex'), value: ({ other }) => plain(other) },
      ]}
    />
  );
}
