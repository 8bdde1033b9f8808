import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { InstitutionPage, InstitutionRow } from '../../../src/platform/directory/contract.ts';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useInstitutionColumns } from './columns.tsx';

const PAGE = 50;

/** The directory of institutions. */
export function InstitutionsPage() {
  const { t } = useTranslation('institutions');
  const [{ q, cursor }, setUrl] = useUrlState({ q: '', cursor: '' });
  const list = useAnswer<InstitutionPage>(address('/api/institutions', { q, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useInstitutionColumns();
  const { shown, chosen, choose } = useChosenColumns('institutions', columns);
  const all = (signal: AbortSignal) => everyPage<InstitutionRow>('/api/institutions', { q }, signal);
  const actions = (
    <>
      <Link to="/institutions/divisions">{t('divisions')}</Link>
      <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
      <ExportButton what={t('title')} columns={shown} pages={all} disabled={!list.data?.items.length} />
    </>
  );
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')} actions={actions}>
      <SearchField
        label={t('search')}
        placeholder={t('searchHint')}
        value={q}
        onSearch={(text) => setUrl({ q: text, cursor: '' }, { replace: true })}
      />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<InstitutionRow>
            caption={t('caption')}
            rows={list.data?.items}
            columns={shown}
            rowKey={({ id }) => id}
            empty={q ? t('none') : t('noneAtAll')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
    </Page>
  );
}
