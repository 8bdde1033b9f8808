import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobPage, JobRow } from '../../../src/jobs/contract.ts';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useJobColumns } from './columns.tsx';
import { ExportForm } from './ExportForm.tsx';
import { JobDrawer } from './JobDrawer.tsx';
import { isOpen, LIVE_MS, states } from './job-words.ts';
import { ReindexButton } from './ReindexButton.tsx';
import './jobs.css';

const PAGE = 50;
const IDLE_MS = 10_000;
const noFilters = { state: '', kind: '', cursor: '' };

/** Background work: all of the platform, or one's own. Filters, page and the opened job stand in the address. */
export function JobsPage() {
  const { t } = useTranslation('jobs');
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const [{ state, kind, cursor, job }, setUrl] = useUrlState({ ...noFilters, job: '' });
  const list = useAnswer<JobPage>(address('/api/jobs', { state, kind, cursor, count: PAGE }), {
    keepPrevious: true,
    refetchInterval: (last) => (last?.items.some(isOpen) ? LIVE_MS : IDLE_MS),
  });
  const columns = useJobColumns((id) => setUrl({ job: id }));
  const { shown, chosen, choose } = useChosenColumns('jobs', columns);
  const pages = useKeyset(cursor, list.data?.next);
  const all = (signal: AbortSignal) => everyPage<JobRow>('/api/jobs', { state, kind }, signal);
  const mayExport = may('record.export');
  const nothing = mayExport ? t('noneAtAll') : t('noneAtAllPlain');
  const actions = (
    <>
      <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
      <ExportButton what={t('title')} columns={shown} pages={all} disabled={!list.data?.items.length} />
      {may('jobs.operate') && <ReindexButton />}
      {mayExport && (
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('newExport')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={t('title')}
      purpose={may('jobs.operate') ? t('purpose') : t('purposeOwn')}
      standard={t('standard')}
      actions={actions}
    >
      <JobFilters
        state={state}
        kind={kind}
        kinds={list.data?.kinds ?? []}
        onChange={(next) => setUrl({ ...next, cursor: '' }, { replace: true })}
      />
      {list.error && (
        <ProblemNotice
          error={list.error}
          onRetry={() => void list.refetch()}
          staleSince={list.data && new Date(list.dataUpdatedAt).toISOString()}
        />
      )}
      {(list.data || !list.error) && (
        <>
          <ListTable<JobRow>
            caption={t('caption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={({ id }) => id}
            empty={state || kind ? t('none') : nothing}
            stale={list.isPlaceholderData}
            onOpen={({ id }) => setUrl({ job: id })}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <JobDrawer id={job} onClose={() => setUrl({ job: '' }, { replace: true })} />
      {mayExport && (
        <ExportForm
          open={asking}
          onClose={() => setAsking(false)}
          onStarted={(id) => {
            setAsking(false);
            setUrl({ ...noFilters, job: id });
          }}
        />
      )}
    </Page>
  );
}

interface JobFiltersProps {
  readonly state: string;
  readonly kind: string;
  readonly kinds: JobPage['kinds'];
  readonly onChange: (next: { readonly state?: string; readonly kind?: string }) => void;
}

function JobFilters({ state, kind, kinds, onChange }: JobFiltersProps) {
  const { t } = useTranslation('jobs');
  const name = useBilingual();
  return (
    <div className="toolbar">
      <ChoiceFilter
        label={t('filterState')}
        value={state}
        options={states.map((each) => ({ value: each, label: t(each) }))}
        onChange={(next) => onChange({ state: next })}
      />
      <ChoiceFilter
        label={t('filterKind')}
        value={kind}
        options={kinds.map((each) => ({ value: each.kind, label: name(each.title) }))}
        onChange={(next) => onChange({ kind: next })}
      />
      {(state || kind) && <Button onClick={() => onChange({ state: '', kind: '' })}>{t('clearFilters')}</Button>}
    </div>
  );
}
