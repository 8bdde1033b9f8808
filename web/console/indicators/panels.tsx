import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FiguresBy, IndicatorFigures } from '../../../src/indicators/contract.ts';
import { ChartPanel, type FigureColumn } from '../../ui/ChartPanel.tsx';
import { useBilingual } from '../../ui/language.ts';
import { address, useAnswer } from '../app/api.ts';
import { useCounts } from '../app/counts/counts.ts';
import { useDivisionName } from '../app/counts/DivisionPath.tsx';
import { useMay } from '../app/session.tsx';
import { barsOption, trendOption } from './charts.ts';
import type { DetailProps } from './detail-props.ts';
import { usePercent } from './percent.ts';
import { type Ranked, ranked, rateOf } from './rate.ts';

/** The figures of one indicator by something; asked for when they are shown. */
function useBroken({ figures, measure }: DetailProps, by: FiguresBy): IndicatorFigures | undefined {
  const { period, division, asOf } = figures;
  const path = address('/api/indicators', { period, division, asOf, by, measure: measure.code });
  return useAnswer<IndicatorFigures>(path, { keepPrevious: true }).data;
}

/** The rate in each period of the kind that is kept. */
export function TrendPanel(props: DetailProps) {
  const { t } = useTranslation('indicators');
  const { measure, figures } = props;
  const kept = useBroken(props, 'period');
  const order = kept?.kept ?? [];
  const rows = (kept?.figures ?? [])
    .map((row) => ({ ...row, rate: rateOf(row), rank: undefined }))
    .toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  const columns = useColumns(props, t('period'), (row) => row.key);
  return (
    <ChartPanel<Ranked>
      title={t('trend')}
      note={t('trendNote', { day: figures.asOf })}
      rows={rows}
      rowKey={({ key }) => key}
      empty={t('noFigures')}
      option={trendOption(rows, { rate: t('rate'), target: t('target') }, measure.target)}
      heightPx={220}
      columns={columns}
    />
  );
}

/** Parts of the division from the best to the worst; each leads down, or to the console of the platform that keeps its residents. */
export function DivisionPanel(props: DetailProps) {
  const { t } = useTranslation('indicators');
  const { measure, figures, onDivision } = props;
  const broken = useBroken(props, 'division');
  const nameOf = useDivisionName();
  const rows = ranked(broken?.figures ?? [], measure.better);
  const label = ({ key }: Ranked) => {
    const name = broken?.names[key];
    return nameOf(name ? { division: key, name } : { division: key });
  };
  const cell = (row: Ranked) => (
    <>
      <button type="button" className="as-link" onClick={() => onDivision(row.key)}>
        {label(row)}
      </button>
      {broken?.consoles[row.key] && (
        <a
          className="indicators-away"
          href={consoleAddress(broken.consoles[row.key] ?? '', { period: figures.period, measure: measure.code })}
          target="_blank"
          rel="noreferrer"
        >
          {t('atConsole')}
        </a>
      )}
    </>
  );
  return (
    <RankedPanel
      {...props}
      title={t('byDivision')}
      name={t('division')}
      rows={rows}
      label={label}
      cell={cell}
      onChoose={onDivision}
    />
  );
}

const consoleAddress = (url: string, query: Readonly<Record<string, string>>): string => `${url}${address('/indicators', query)}`;

/** Institutions that look after the residents, from the best to the worst. */
export function InstitutionPanel(props: DetailProps) {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const broken = useBroken(props, 'institution');
  const rows = ranked(broken?.figures ?? [], props.measure.better);
  const label = ({ key }: Ranked) => {
    const name = broken?.names[key];
    if (name) return say(name);
    return key === '' ? t('noInstitution') : t('unknownInstitution', { id: key });
  };
  const cell = (row: Ranked) => (
    <Residents {...props} search={{ institution: row.key }} isLinked={row.key !== ''}>
      {label(row)}
    </Residents>
  );
  return <RankedPanel {...props} title={t('byInstitution')} name={t('institution')} rows={rows} label={label} cell={cell} />;
}

export function SexPanel(props: DetailProps) {
  const { t } = useTranslation('indicators');
  const broken = useBroken(props, 'sex');
  const rows = (broken?.figures ?? []).map((row) => ({ ...row, rate: rateOf(row), rank: undefined }));
  const label = ({ key }: Ranked) => t(key as 'male');
  const cell = (row: Ranked) => (
    <Residents {...props} search={{ sex: row.key }} isLinked>
      {label(row)}
    </Residents>
  );
  return <GroupPanel {...props} title={t('bySex')} name={t('sex')} rows={rows} label={label} cell={cell} />;
}

export function AgePanel(props: DetailProps) {
  const { t } = useTranslation('indicators');
  const broken = useBroken(props, 'age');
  const rows = (broken?.figures ?? [])
    .map((row) => ({ ...row, rate: rateOf(row), rank: undefined }))
    .toSorted((a, b) => Number(a.key) - Number(b.key));
  const label = ({ key }: Ranked) => (key === '-1' ? t('ageUnknown') : `${key}–${Number(key) + 4}`);
  const cell = (row: Ranked) => (
    <Residents {...props} search={{ age: row.key }} isLinked>
      {label(row)}
    </Residents>
  );
  return <GroupPanel {...props} title={t('byAge')} name={t('age')} rows={rows} label={label} cell={cell} />;
}

interface ResidentsProps extends DetailProps {
  readonly search: Readonly<Record<string, string>>;
  readonly isLinked: boolean;
  readonly children: ReactNode;
}

/** Leads to the residents, where they are kept here and the account may see them. */
function Residents({ figures, measure, search, isLinked, children }: ResidentsProps) {
  const may = useMay();
  if (!isLinked || measure.isOfEvents === true || !figures.isHere || !may('programme.read')) return children;
  return (
    <Link
      to="/indicators/residents"
      search={{ measure: measure.code, period: figures.period, division: figures.division, ...search }}
    >
      {children}
    </Link>
  );
}

interface GroupProps extends DetailProps {
  readonly title: string;
  /** Of the first column. */
  readonly name: string;
  readonly rows: readonly Ranked[];
  readonly label: (row: Ranked) => string;
  readonly cell: (row: Ranked) => ReactNode;
  readonly onChoose?: (key: string) => void;
}

function RankedPanel(props: GroupProps) {
  const { t } = useTranslation('indicators');
  const { figures, rows, label } = props;
  const note = t('rankedNote', { period: figures.period, day: figures.asOf });
  return <BarsPanel {...props} note={note} numbered={rows.map((row) => ({ row, label: label(row) }))} withRank />;
}

function GroupPanel(props: GroupProps) {
  const { t } = useTranslation('indicators');
  const { figures, rows, label } = props;
  const note = t('groupNote', { period: figures.period, day: figures.asOf });
  return <BarsPanel {...props} note={note} numbered={rows.map((row) => ({ row, label: label(row) }))} />;
}

interface BarsProps extends GroupProps {
  readonly note: string;
  readonly numbered: readonly { readonly row: Ranked; readonly label: string }[];
  readonly withRank?: boolean;
}

const BAR_PX = 26;

function BarsPanel({ title, name, rows, label, cell, note, numbered, withRank = false, onChoose, ...props }: BarsProps) {
  const { t } = useTranslation('indicators');
  const columns = useColumns(props, name, label, cell);
  const rank: FigureColumn<Ranked> = { key: 'rank', title: t('rank'), value: (row) => row.rank };
  const [first, ...rest] = columns;
  return (
    <ChartPanel<Ranked>
      title={title}
      note={note}
      rows={rows}
      rowKey={({ key }) => key}
      empty={t('noFigures')}
      option={barsOption(
        numbered.map(({ row, label: text }) => ({ key: row.key, label: text, rate: row.rate })),
        t('rate'),
        props.measure.target,
      )}
      heightPx={Math.min(420, 40 + numbered.length * BAR_PX)}
      withTable
      {...(onChoose ? { onChoose } : {})}
      columns={first && withRank ? [first, rank, ...rest] : columns}
    />
  );
}

function useColumns(
  { figures }: Pick<DetailProps, 'figures'>,
  name: string,
  label: (row: Ranked) => string,
  cell?: (row: Ranked) => ReactNode,
): readonly FigureColumn<Ranked>[] {
  const { t } = useTranslation('indicators');
  const percent = usePercent();
  const { plain } = useCounts(figures.smallCells);
  return [
    { key: 'name', title: name, value: label, ...(cell ? { cell } : {}) },
    { key: 'rate', title: t('rate'), value: ({ rate }) => percent(rate) },
    { key: 'numerator', title: t('numerator'), value: ({ numerator }) => plain(numerator) },
    { key: 'denominator', title: t('denominator'), value: ({ denominator }) => plain(denominator) },
  ];
}
