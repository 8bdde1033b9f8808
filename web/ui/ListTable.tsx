import { Empty, Skeleton, Table, type TableColumnType } from 'antd';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { moveFocus } from './arrow-keys.ts';
import './list-table.css';

export interface ListColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** What the cell says in plain words; the export writes it. */
  readonly text: (row: Row) => string | undefined;
  /** What the cell shows, where that is more than its text. */
  readonly cell?: (row: Row) => ReactNode;
  readonly align?: 'end';
  readonly width?: number | string;
  /** Shown only when chosen. */
  readonly optional?: boolean;
}

interface ListTableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly ListColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What would be here, and how to get it. */
  readonly empty: ReactNode;
  /** Opens a row by click or Enter. */
  readonly onOpen?: (row: Row) => void;
  /** Older rows are shown while newer ones are on their way. */
  readonly stale?: boolean;
}

/** A list as a table; below 640 px the same cells stand as cards. Arrow keys move from row to row, Enter opens. */
export function ListTable<Row extends object>(props: ListTableProps<Row>) {
  const { caption, rows, columns, rowKey, empty, onOpen, stale } = props;
  if (!rows) return <ListSkeleton columns={columns.length} />;
  const first = rows[0];
  return (
    <section
      className={stale ? 'list-table list-table-stale' : 'list-table'}
      aria-label={caption}
      aria-busy={stale}
      data-list
      tabIndex={onOpen ? undefined : 0}
      onKeyDown={(event) => moveFocus(event, '[data-row]')}
    >
      <Table<Row>
        caption={<span className="sr-only">{caption}</span>}
        size="small"
        pagination={false}
        dataSource={[...rows]}
        rowKey={rowKey}
        columns={columns.map(toColumn)}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
        {...(onOpen ? { onRow: (row: Row) => openable(row, row === first, onOpen) } : {})}
      />
    </section>
  );
}

function toColumn<Row>({ key, title, text, cell = text, align, width }: ListColumn<Row>): TableColumnType<Row> {
  return {
    key,
    title,
    render: (_: unknown, row: Row) => cell(row),
    onCell: () => ({ 'data-label': title }) as object,
    ...(align ? { align } : {}),
    ...(width ? { width } : {}),
  };
}

/** One row of the list is on the way of the Tab key; arrow keys lead to the others. */
function openable<Row>(row: Row, first: boolean, onOpen: (row: Row) => void) {
  return {
    tabIndex: first ? 0 : -1,
    'data-row': true,
    className: 'list-table-openable',
    onClick: (event: MouseEvent) => {
      if (!isOwnControl(event)) onOpen(row);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
    },
  };
}

/** A link or button in a row, or in a question that belongs to one, acts for itself. */
function isOwnControl({ target, currentTarget }: MouseEvent): boolean {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return true;
  return target.closest('a, button') !== null;
}

/** Rows and columns of the size that the list will have. */
function ListSkeleton({ columns }: { readonly columns: number }) {
  const { t } = useTranslation('ui');
  return (
    <div className="list-table list-skeleton" role="status" aria-label={t('loading')}>
      {Array.from({ length: 10 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
            <Skeleton.Input key={column} active size="small" block />
          ))}
        </div>
      ))}
    </div>
  );
}
