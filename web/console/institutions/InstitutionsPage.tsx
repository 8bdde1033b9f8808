import { useTranslation } from 'react-i18next';
import type { InstitutionPage, InstitutionRow } from '../../../src/platform/directory/contract.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { address, useAnswer } from '../app/api.ts';
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
  return (
    <Page title={t('title')} purpose={t('purpose')}>
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
            columns={columns}
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
