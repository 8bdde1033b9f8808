import { DownloadOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ResidentPage, ResidentRow } from '../../../src/databases/population/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../app/api.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useResidentColumns } from './columns.tsx';
import { download, toCsv } from './csv.ts';
import { ResidentSearch } from './ResidentSearch.tsx';

const PAGE = 50;

/** The resident index of this platform. The address carries what was searched and which page is shown. */
export function ResidentsPage() {
  const { t } = useTranslation('residents');
  const navigate = useNavigate();
  const [{ q, cursor }, setUrl] = useUrlState({ q: '', cursor: '' });
  const list = useAnswer<ResidentPage>(address('/api/residents', { q, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useResidentColumns();
  const rows = list.data?.items;
  return (
    <Page title={t('title')} purpose={t('purpose')} actions={<ExportButton rows={rows ?? []} />}>
      <ResidentSearch value={q} onSearch={(text) => setUrl({ q: text, cursor: '' }, { replace: true })} />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <Understood page={list.data} />
          <ListTable<ResidentRow>
            caption={t('caption')}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.id}
            empty={q ? t('none') : t('noneAtAll')}
            stale={list.isPlaceholderData}
            onOpen={({ id }) => void navigate({ to: '/residents/$id', params: { id } })}
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

function ExportButton({ rows }: { readonly rows: readonly ResidentRow[] }) {
  const { t } = useTranslation('residents');
  const headings = [t('name'), t('sex'), t('birthDate'), t('identityNumber'), t('cardNumber'), t('address')];
  const lines = rows.map((row) => [
    row.name,
    t(row.sex),
    row.birthDate,
    row.identityNumberMasked,
    row.cardNumberMasked,
    row.address,
  ]);
  return (
    <Button
      icon={<DownloadOutlined />}
      disabled={rows.length === 0}
      onClick={() => download(t('exportFile'), toCsv([headings, ...lines]))}
    >
      {t('export')}
    </Button>
  );
}
