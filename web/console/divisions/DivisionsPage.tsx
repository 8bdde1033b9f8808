import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DivisionPage, DivisionRow } from '../../../src/platform/directory/contract.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { address, useAnswer } from '../app/api.ts';
import { ExportButton } from '../app/ExportButton.tsx';
import { everyPage } from '../app/every-page.ts';
import { useMay } from '../app/session.tsx';
import { useKeyset, useUrlState } from '../app/url-state.ts';
import { useDivisionColumns } from './columns.tsx';
import { lineOf } from './lines.ts';
import { NameDialog } from './NameDialog.tsx';

const PAGE = 50;

/** Townships and villages: what they are called, and those in use that have no name yet. */
export function DivisionsPage() {
  const { t } = useTranslation('divisions');
  const may = useMay();
  const [{ q, cursor }, setUrl] = useUrlState({ q: '', cursor: '' });
  const [text, setText] = useState<string>();
  const list = useAnswer<DivisionPage>(address('/api/divisions', { q, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const mayWrite = may('directory.write');
  const columns = useDivisionColumns(mayWrite, (row) => setText(lineOf(row)));
  const all = (signal: AbortSignal) => everyPage<DivisionRow>('/api/divisions', { q }, signal);
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      standard={t('standard')}
      actions={
        <>
          <Link to="/institutions">{t('institutions', { ns: 'app' })}</Link>
          <ExportButton what={t('title')} columns={columns} pages={all} disabled={!list.data?.items.length} />
          {mayWrite && (
            <Button type="primary" onClick={() => setText('')}>
              {t('add')}
            </Button>
          )}
        </>
      }
    >
      <SearchField
        label={t('search')}
        placeholder={t('searchHint')}
        value={q}
        onSearch={(next) => setUrl({ q: next, cursor: '' }, { replace: true })}
      />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && (
        <>
          <ListTable<DivisionRow>
            caption={t('caption')}
            rows={list.data?.items}
            columns={columns}
            rowKey={({ code }) => code}
            empty={q ? t('none') : t('noneAtAll')}
            stale={list.isPlaceholderData}
          />
          <KeysetPager {...pages} />
        </>
      )}
      <NameDialog text={text} onClose={() => setText(undefined)} />
    </Page>
  );
}
