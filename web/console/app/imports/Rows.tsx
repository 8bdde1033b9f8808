import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportColumn, ImportPreview, ImportRow } from '../../../../src/imports/contract.ts';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { useMay } from '../session.tsx';

const tones = {
  new: 'processing',
  known: 'default',
  wrong: 'error',
  created: 'success',
  updated: 'success',
  unchanged: 'default',
  refused: 'error',
} as const;

/** Rows of the file: each cell as it was read, what is wrong in it below it. */
export function Rows({ preview, stale }: { readonly preview: ImportPreview | undefined; readonly stale: boolean }) {
  const { t } = useTranslation('imports');
  const columns = useRowColumns(preview);
  return (
    <div className="import-rows">
      <ListTable<ImportRow>
        caption={t('rows')}
        rows={preview?.items}
        columns={columns}
        rowKey={({ line }) => String(line)}
        empty={t('noRows')}
        stale={stale}
      />
    </div>
  );
}

function useRowColumns(preview: ImportPreview | undefined): readonly ListColumn<ImportRow>[] {
  const { t } = useTranslation('imports');
  const bilingual = useBilingual();
  const may = useMay();
  const columns = preview?.columns ?? [];
  const shown = new Set(columns.map(({ key }) => key));
  const wordsOf = ({ faults, problem }: ImportRow) => [
    ...faults.filter(({ at }) => !shown.has(at)).map(({ text }) => bilingual(text)),
    ...(problem ? [bilingual(problem)] : []),
  ];
  return [
    { key: 'line', title: t('line'), text: ({ line }) => String(line), width: 56, align: 'end' },
    {
      key: 'outcome',
      title: t('outcome'),
      text: ({ outcome }) => t(outcome),
      cell: ({ outcome, resident }) => {
        const tag = <Tag color={tones[outcome]}>{t(outcome)}</Tag>;
        return resident && may('record.read') ? (
          <Link to="/residents/$id" params={{ id: resident }}>
            {tag}
          </Link>
        ) : (
          tag
        );
      },
      width: 96,
    },
    { key: 'problems', title: t('problems'), text: (row) => wordsOf(row).join('; ') },
    ...columns.map(
      (column): ListColumn<ImportRow> => ({
        key: column.key,
        title: bilingual(column.name),
        text: ({ values }) => values[column.key],
        cell: (row) => <Cell row={row} column={column} />,
      }),
    ),
  ];
}

function Cell({ row: { values, faults }, column: { key, options } }: { readonly row: ImportRow; readonly column: ImportColumn }) {
  const bilingual = useBilingual();
  const own = faults.filter(({ at }) => at === key);
  const meaning = options?.find(({ code }) => code === values[key]);
  return (
    <>
      {meaning ? bilingual(meaning.name) : values[key]}
      {own.map(({ kind, text }) => (
        <div key={text.en} className={kind === 'impossible' ? 'import-wrong' : 'import-doubtful'}>
          {bilingual(text)}
        </div>
      ))}
    </>
  );
}
