import { useTranslation } from 'react-i18next';
import type { LinePage, LineRow } from '../../../src/applications/public-health/diseases/contract.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useKeyset } from '../app/url-state.ts';
import { useSexWords } from './columns.tsx';

const PAGE = 20;
const LIVE_MS = 10_000;

interface LinesProps {
  readonly query: Readonly<Record<string, string>>;
  readonly cursor: string;
}

/** Cases of the period one by one, without their persons. */
export function Lines({ query, cursor }: LinesProps) {
  const { t } = useTranslation('diseases');
  const list = useAnswer<LinePage>(address('/api/surveillance/lines', { ...query, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useLineColumns();
  const all = (signal: AbortSignal) => everyPage<LineRow>('/api/surveillance/lines', query, signal);
  return (
    <section aria-label={t('lines')} className="stack">
      <div className="panel-head">
        <h2>{t('lines')}</h2>
        <ExportButton what={t('lines')} columns={columns} pages={all} disabled={!list.data?.items.length} />
      </div>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<LineRow>
            caption={t('linesCaption')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ line }) => line}
            empty={t('noCases')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </section>
  );
}

function useLineColumns(): readonly ListColumn<LineRow>[] {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const sex = useSexWords();
  const age = (months: number | undefined) =>
    months === undefined
      ? undefined
      : months < 24
        ? t('ageInMonths', { count: months })
        : t('ageYears', { count: Math.floor(months / 12) });
  return [
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName), width: 150 },
    { key: 'division', title: t('place'), text: (row) => `${say(row.divisionName)} ${row.division}` },
    { key: 'sex', title: t('sex'), text: (row) => sex(row.sex), width: 70 },
    { key: 'age', title: t('ageMonths'), text: (row) => age(row.ageMonths), width: 80 },
    { key: 'occupation', title: t('occupation'), text: (row) => say(row.occupation), width: 150 },
    { key: 'classification', title: t('classification'), text: (row) => t(`class${row.classification}`), width: 150 },
    {
      key: 'state',
      title: t('state'),
      text: (row) =>
        [t(row.state), row.outcome && row.outcome !== 'recovered' ? t(row.outcome) : '', row.counts ? '' : t('notCounted')]
          .filter(Boolean)
          .join(', '),
      width: 150,
    },
    { key: 'onset', title: t('onset'), text: (row) => row.onsetOn, width: 112 },
    { key: 'diagnosed', title: t('diagnosed'), text: (row) => row.diagnosedOn, width: 112 },
    { key: 'reported', title: t('reportedAt'), text: (row) => row.reportedOn, width: 112 },
    { key: 'late', title: t('isLate'), text: (row) => (row.isLate ? t('yes') : t('no')), width: 60 },
    { key: 'home', title: t('home'), text: (row) => row.home, width: 96 },
  ];
}
