import { Empty, Skeleton, Table, type TableColumnType } from 'antd';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import './list-table.css';

export interface ListColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  readonly width?: number | string;
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
  const frame = useRef<HTMLDivElement>(null);
  if (!rows) return <ListSkeleton />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside take the focus; the frame only hears their keys
    <div className={stale ? 'list-table list-table-stale' : 'list-table'} ref={frame} onKeyDown={moveFocus} aria-busy={stale}>
      <Table<Row>
        caption={<span className="sr-only">{caption}</span>}
        size="small"
        pagination={false}
        dataSource={[...rows]}
        rowKey={rowKey}
        columns={columns.map(toColumn)}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
        {...(onOpen ? { onRow: (row: Row) => openable(row, onOpen) } : {})}
      />
    </div>
  );
}

function toColumn<Row>(column: ListColumn<Row>): TableColumnType<Row> {
  return {
    key: column.key,
    title: column.title,
    render: (_: unknown, row: Row) => column.cell(row),
    onCell: () => ({ 'data-label': column.title }) as object,
    ...(column.align ? { align: column.align } : {}),
    ...(column.width ? { width: column.width } : {}),
  };
}

function openable<Row>(row: Row, onOpen: (row: Row) => void) {
  return {
    tabIndex: 0,
    className: 'list-table-openable',
    onClick: () => onOpen(row),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
    },
  };
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tr[tabindex]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function ListSkeleton() {
  const { t } = useTranslation('ui');
  return (
    <div className="panel panel-body" role="status" aria-label={t('loading')}>
      <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />
    </div>
  );
}
