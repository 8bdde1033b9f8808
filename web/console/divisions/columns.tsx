import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DivisionRow } from '../../../src/platform/directory/contract.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { ForgetButton } from './ForgetButton.tsx';

export function useDivisionColumns(mayWrite: boolean, onName: (row: DivisionRow) => void): readonly ListColumn<DivisionRow>[] {
  const { t } = useTranslation('divisions');
  const name = useBilingual();
  const columns: readonly ListColumn<DivisionRow>[] = [
    { key: 'code', title: t('code'), text: ({ code }) => code, width: 140 },
    { key: 'level', title: t('level'), text: ({ level }) => t(level), width: 110 },
    {
      key: 'zh',
      title: t('zh'),
      text: (row) => row.name?.zh,
      cell: (row) => row.name?.zh ?? <span className="muted">{t('nameless')}</span>,
    },
    { key: 'en', title: t('en'), text: (row) => (row.name?.en === row.name?.zh ? undefined : row.name?.en) },
    { key: 'in', title: t('in'), text: ({ inName }) => name(inName) },
  ];
  if (!mayWrite) return columns;
  const act: ListColumn<DivisionRow> = {
    key: 'act',
    title: t('act'),
    text: () => '',
    cell: (row) => (
      <span className="division-acts">
        <Button size="small" onClick={() => onName(row)} aria-label={`${t(row.name ? 'rename' : 'give')} ${row.code}`}>
          {t(row.name ? 'rename' : 'give')}
        </Button>
        {row.name && <ForgetButton row={row} />}
      </span>
    ),
    width: 190,
  };
  return [...columns, act];
}
