import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ResidentPage, ResidentRow } from '../../../src/databases/population/contract.ts';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { formatNumber } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useResidentColumns } from './columns.tsx';
import { ResidentSearch } from './ResidentSearch.tsx';

const PAGE = 50;

/** The resident index of this platform. The address carries what was searched and which page is shown. */
export function ResidentsPage() {
  const { t } = useTranslation('residents');
  const navigate = useNavigate();
  const may = useMay();
  const [{ q, cursor }, setUrl] = useUrlState({ q: '', cursor: '' });
  const list = useAnswer<ResidentPage>(address('/api/residents', { q, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useResidentColumns();
  const { shown, chosen, choose } = useChosenColumns('residents', columns);
  const all = (signal: AbortSignal) => everyPage<ResidentRow>('/api/residents', { q }, signal);
  const actions = (
    <>
      {may('resident.write') && <Button onClick={() => void navigate({ to: '/residents/import' })}>{t('import')}</Button>}
      {may('resident.write') && (
        <Button type="primary" onClick={() => void navigate({ to: '/residents/register' })}>
          {t('register')}
        </Button>
      )}
      <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
      <ExportButton what={t('title')} columns={shown} pages={all} disabled={!list.data?.items.length} />
    </>
  );
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')} actions={actions}>
      <ResidentSearch value={q} onSearch={(text) => setUrl({ q: text, cursor: '' }, { replace: true })} />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <Understood page={list.data} />
          <ListTable<ResidentRow>
            caption={t('caption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={(row) => row.id}
            empty={q ? t('none') : t('noneAtAll')}
            stale={list.isPlaceholderData}
            {...(may('record.read') ? { onOpen: ({ id }) => void navigate({ to: '/residents/$id', params: { id } }) } : {})}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}

function Understood({ page }: { readonly page: ResidentPage | undefined }) {
  const { t } = useTranslation('residents');
  const language = useLanguage();
  const number = formatNumber(page?.estimate ?? 0, language);
  return (
    <div className="toolbar muted numeric" role="status">
      {page && <span>{page.estimate < 1_000 ? t('estimateExact', { number }) : t('estimateAbout', { number })}</span>}
      {page && page.understoodAs !== 'all' && <span>{t('understoodAs', { what: t(`as_${page.understoodAs}`) })}</span>}
    </div>
  );
}
