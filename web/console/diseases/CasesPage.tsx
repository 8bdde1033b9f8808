import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CasePage, CaseRow, DiseaseView } from '../../../src/applications/public-health/diseases/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { DateFilter } from '../../ui/DateInput.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { mainRegion } from '../../ui/popup.ts';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useCaseColumns } from './columns.tsx';
import { Views } from './Views.tsx';

const PAGE = 50;
const LIVE_MS = 15_000;
const filters = { state: '', disease: '', from: '', to: '', cursor: '' };
export const caseStates = ['reported', 'returned', 'accepted', 'refuted', 'closed'] as const;

/** Cases of the division: the work list of who reviews, and the line list of everybody. Filters and page stand in the address. */
export function CasesPage() {
  const { t } = useTranslation('diseases');
  const navigate = useNavigate();
  const may = useMay();
  const [{ cursor, ...query }, setUrl] = useUrlState(filters);
  const list = useAnswer<CasePage>(address('/api/notifiable-cases', { ...query, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: LIVE_MS,
  });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useCaseColumns();
  const { shown, chosen, choose } = useChosenColumns('cases', columns);
  const all = (signal: AbortSignal) => everyPage<CaseRow>('/api/notifiable-cases', query, signal);
  const filter = (next: Partial<typeof filters>) => setUrl({ ...next, cursor: '' }, { replace: true });
  const waiting = list.data?.waiting ?? 0;
  const actions = (
    <>
      {may('disease.report') && (
        <Button type="primary" onClick={() => void navigate({ to: '/diseases/new' })}>
          {t('report')}
        </Button>
      )}
      <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
      <ExportButton what={t('title')} columns={shown} pages={all} disabled={!list.data?.items.length} />
    </>
  );
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')} actions={actions}>
      <Views />
      <search className="toolbar disease-filters">
        <ChoiceFilter
          label={t('state')}
          value={query.state}
          options={caseStates.map((state) => ({
            value: state,
            label: state === 'reported' ? `${t(state)} (${waiting})` : t(state),
          }))}
          onChange={(state) => filter({ state })}
        />
        <DiseaseFilter value={query.disease} onChange={(disease) => filter({ disease })} />
        {(['from', 'to'] as const).map((key) => (
          <DateFilter
            key={key}
            kind="day"
            aria-label={t(key)}
            prefix={<span className="muted">{t(key)}</span>}
            value={query[key]}
            allowClear
            onChange={(day) => filter({ [key]: day })}
          />
        ))}
      </search>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<CaseRow>
            caption={t('casesCaption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={({ id }) => id}
            empty={query.state === 'reported' ? t('noneWaiting') : t('none')}
            stale={list.isPlaceholderData}
            onOpen={({ id }) => void navigate({ to: '/diseases/cases/$id', params: { id } })}
          />
          <KeysetPager {...pages} />
        </>
      )}
      {may('disease.review') && query.state !== 'reported' && waiting > 0 && (
        <p>
          <Link to="/diseases" search={{ state: 'reported' }}>
            {t('reported')} ({waiting})
          </Link>
        </p>
      )}
    </Page>
  );
}

interface DiseaseFilterProps {
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** What stands for none. */
  readonly any?: string;
}

/** One disease of the list, found by typing. */
export function DiseaseFilter({ value, onChange, any }: DiseaseFilterProps) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const diseases = useAnswer<readonly DiseaseView[]>('/api/diseases');
  return (
    <Select
      aria-label={t('disease')}
      prefix={<span className="muted">{t('disease')}</span>}
      className="choice-filter"
      showSearch={{ optionFilterProp: 'label' }}
      getPopupContainer={mainRegion}
      popupMatchSelectWidth={false}
      value={value}
      options={[
        { value: '', label: any ?? t('allDiseases') },
        ...(diseases.data ?? []).map(({ code, name }) => ({ value: code, label: say(name) })),
      ]}
      onChange={onChange}
    />
  );
}
