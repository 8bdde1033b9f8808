import { useTranslation } from 'react-i18next';
import type { AccessPage, AccessRow } from '../../../src/security/audit/contract.ts';
import { ColumnChooser, useChosenColumns } from '../../ui/ColumnChooser.tsx';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAccessColumns } from './access-columns.tsx';
import { address, useAnswer } from './api.ts';
import { ExportButton } from './ExportButton.tsx';
import { everyPage } from './every-page.ts';
import { useKeyset, useUrlState } from './url-state.ts';

const PAGE = 50;

interface AccessTableProps {
  readonly resident?: string;
  /** Told which resident's accesses are wanted alone. */
  readonly onResident?: (id: string) => void;
}

/** Accesses, of one resident or of the whole division; the log's own page and the resident's tab show the same list. */
export function AccessTable({ resident = '', onResident }: AccessTableProps) {
  const { t } = useTranslation('accesses');
  const [{ cursor }] = useUrlState({ cursor: '' });
  const list = useAnswer<AccessPage>(address('/api/accesses', { resident, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useAccessColumns(resident === '', onResident);
  const { shown, chosen, choose } = useChosenColumns('accesses', columns);
  const all = (signal: AbortSignal) => everyPage<AccessRow>('/api/accesses', { resident }, signal);
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <div className="toolbar toolbar-end">
        <KeysetPager {...pages} />
        <ColumnChooser columns={columns} chosen={chosen} onChoose={choose} />
        <ExportButton what={t('title')} columns={shown} pages={all} disabled={!list.data?.items.length} />
      </div>
      <ListTable<AccessRow>
        caption={t('caption')}
        rows={list.data?.items}
        columns={shown}
        rowKey={({ id }) => id}
        empty={t('none')}
        stale={list.isPlaceholderData}
      />
    </>
  );
}
