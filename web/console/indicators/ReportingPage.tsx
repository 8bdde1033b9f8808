import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Reporting, ReportingRow } from '../../../src/applications/public-health/record-quality/contract.ts';
import { AsOf } from '../../ui/AsOf.tsx';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { formatNumber } from '../../ui/format.ts';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useDivisionName } from '../app/counts/DivisionPath.tsx';
import { ExportButton } from '../app/ExportButton.tsx';
import { useMay } from '../app/session.tsx';
import { useUrlState } from '../app/url-state.ts';
import { usePercent } from './percent.ts';
import { type RankedReporting, type Rating, rankReporting, ratings } from './reporting.ts';
import { TimeFilters } from './TimeFilters.tsx';
import { Views } from './Views.tsx';
import './indicators.css';

const groups = ['institution', 'division', 'worker', 'programme'] as const;
type Group = (typeof groups)[number];
const filters = { from: '', until: '', division: '', by: 'institution', withinDays: '3', rank: 'timely' };

/** Who records how soon and how fully, and does what is due; ranked. */
export function ReportingPage() {
  const { t } = useTranslation('indicators');
  const [{ rank, ...query }, setUrl] = useUrlState(filters);
  const answer = useAnswer<Reporting>(address('/api/record-quality/reporting', query), { keepPrevious: true });
  const by = groups.find((one) => one === query.by) ?? 'institution';
  const rating = ratings.find((one) => one === rank) ?? 'timely';
  const rows = answer.data && rankReporting(answer.data.rows, rating);
  const columns = useColumns(by, rating, query);
  const choose = (next: Partial<typeof filters>) => setUrl(next, { replace: true });
  return (
    <Page
      title={t('reporting')}
      purpose={t('reportingPurpose')}
      standard={t('reportingStandard')}
      actions={
        answer.data && (
          <>
            <AsOf instant={answer.data.asOf} />
            <ExportButton what={t('reporting')} columns={columns} pages={() => [rows ?? []]} disabled={!rows?.length} />
          </>
        )
      }
    >
      <Views division={query.division} />
      <search className="toolbar indicators-bar">
        <ChoiceFilter
          label={t('by')}
          value={by}
          isRequired
          options={groups.map((one) => ({ value: one, label: t(`by_${one}`) }))}
          onChange={(next) => choose({ by: next })}
        />
        <ChoiceFilter
          label={t('rankBy')}
          value={rating}
          isRequired
          options={ratings.map((one) => ({ value: one, label: t(one) }))}
          onChange={(next) => choose({ rank: next })}
        />
        <ChoiceFilter
          label={t('withinDays')}
          value={query.withinDays}
          isRequired
          options={['0', '1', '3', '7', '14', '30'].map((one) => ({ value: one, label: t('days', { count: Number(one) }) }))}
          onChange={(next) => choose({ withinDays: next })}
        />
        <TimeFilters
          from={query.from || (answer.data?.from ?? '')}
          until={query.until || (answer.data?.until ?? '')}
          onChoose={choose}
        />
      </search>
      {answer.error && <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} />}
      {!answer.error && (
        <ListTable<RankedReporting>
          caption={t('reportingTable')}
          rows={rows}
          columns={columns}
          rowKey={({ key }) => key || '-'}
          empty={t('noReporting')}
          stale={answer.isPlaceholderData}
        />
      )}
    </Page>
  );
}

function useColumns(by: Group, rating: Rating, { from, until }: typeof filters | { from: string; until: string }) {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const language = useLanguage();
  const percent = usePercent();
  const divisionName = useDivisionName();
  const may = useMay();
  const named = ({ key, name }: ReportingRow): string => {
    if (by === 'division' && key !== '') return divisionName(name ? { division: key, name } : { division: key });
    if (name) return say(name);
    if (key === '') return by === 'institution' ? t('noInstitution') : t('noWorker');
    return by === 'institution' ? t('unknownInstitution', { id: key }) : key;
  };
  const number = (key: 'contacts' | 'overdue'): ListColumn<RankedReporting> => ({
    key,
    title: t(key),
    text: (row) => formatNumber(row[key], language),
    align: 'end',
    width: 110,
  });
  const rate = (key: Rating): ListColumn<RankedReporting> => ({
    key,
    title: t(key),
    text: ({ rates }) => percent(rates[key]),
    cell: ({ rates }) => (key === rating ? <strong className="numeric">{percent(rates[key])}</strong> : percent(rates[key])),
    align: 'end',
    width: 140,
  });
  const linked = (row: ReportingRow) =>
    (by === 'institution' || by === 'worker') && row.key !== '' && may('programme.read') ? (
      <Link to="/indicators/quality" search={{ [by]: row.key, ...(from ? { from } : {}), ...(until ? { until } : {}) }}>
        {named(row)}
      </Link>
    ) : (
      named(row)
    );
  const columns: readonly ListColumn<RankedReporting>[] = [
    { key: 'rank', title: t('rank'), text: ({ rank }) => (rank === undefined ? '–' : String(rank)), align: 'end', width: 70 },
    { key: 'name', title: t(`by_${by}`), text: named, cell: linked },
    number('contacts'),
    rate('timely'),
    rate('filledRate'),
    rate('doneRate'),
    number('overdue'),
  ];
  // due items are of an institution, of no worker
  return by === 'worker' ? columns.filter(({ key }) => key !== 'doneRate' && key !== 'overdue') : columns;
}
