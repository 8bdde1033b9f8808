import { useTranslation } from 'react-i18next';
import type { FigureRow, IndicatorFigures, MeasureView } from '../../../src/indicators/contract.ts';
import { formatClock } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { useCounts } from '../app/counts/counts.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { usePercent } from './percent.ts';
import { Rate } from './Rate.tsx';
import { rateOf } from './rate.ts';

interface MeasureTableProps {
  readonly figures: IndicatorFigures;
  readonly columns: readonly ListColumn<MeasureView>[];
  readonly stale: boolean;
  readonly onOpen: (measure: MeasureView) => void;
}

/** All indicators, one a line; a line opens it in detail. */
export function MeasureTable({ figures, columns, stale, onOpen }: MeasureTableProps) {
  const { t } = useTranslation('indicators');
  return (
    <ListTable<MeasureView>
      caption={t('indicatorsTable')}
      rows={figures.measures}
      columns={columns}
      rowKey={({ code }) => code}
      empty={t('noFigures')}
      stale={stale}
      onOpen={onOpen}
    />
  );
}

const NOBODY: Pick<FigureRow, 'denominator' | 'numerator'> = { denominator: 0, numerator: 0 };

/** Its columns, which the export writes as well. */
export function useMeasureColumns(figures: IndicatorFigures | undefined): readonly ListColumn<MeasureView>[] {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const percent = usePercent();
  const { titleOf } = useProgrammes();
  const { inWords } = useCounts(figures?.smallCells);
  const rows = new Map(figures?.figures.map((row) => [row.measure, row]));
  const of = ({ code }: MeasureView) => rows.get(code) ?? NOBODY;
  const fresh = figures
    ? `${formatClock(figures.freshness.asOf)} · ${figures.freshness.completeness < 1 ? t('partly', { percent: percent(Math.floor(figures.freshness.completeness * 100)) }) : t('complete')}`
    : '';
  return [
    { key: 'title', title: t('indicator'), text: ({ title }) => say(title) },
    {
      key: 'programme',
      title: t('programme'),
      text: ({ programme, programmeTitle }) => (programmeTitle ? say(programmeTitle) : titleOf(programme)),
      width: 190,
    },
    {
      key: 'rate',
      title: t('rate'),
      text: (measure) => percent(rateOf(of(measure))),
      cell: (measure) => <Rate measure={measure} rate={rateOf(of(measure))} />,
      width: 230,
    },
    {
      key: 'counts',
      title: t('numeratorOf'),
      text: (measure) => `${inWords(of(measure).numerator)} / ${inWords(of(measure).denominator)}`,
      cell: (measure) => (
        <span className="numeric nowrap">
          {inWords(of(measure).numerator)} / {inWords(of(measure).denominator)}
        </span>
      ),
      align: 'end',
      width: 150,
    },
    {
      key: 'target',
      title: t('target'),
      text: ({ target, better }) =>
        target === undefined ? t('noTarget') : `${better === 'more' ? '≥' : '≤'} ${percent(target * 100)}`,
      align: 'end',
      width: 90,
    },
    {
      key: 'fresh',
      title: `${t('freshness')} · ${t('completeness')}`,
      text: () => fresh,
      cell: () => <span className="muted numeric nowrap">{fresh}</span>,
      width: 150,
    },
  ];
}
