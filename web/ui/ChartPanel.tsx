import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from './Chart.tsx';
import { toCsvFile } from './csv.ts';
import { saveFile } from './save-file.ts';
import './chart-panel.css';

export interface FigureColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
  /** What the cell shows, where that is more than its value. */
  readonly cell?: (row: Row) => ReactNode;
}

interface ChartPanelProps<Row> {
  readonly title: string;
  /** Unit, period and how fresh it is. */
  readonly note: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly FigureColumn<Row>[];
  readonly empty: string;
  readonly option: EChartsCoreOption;
  readonly heightPx?: number;
  readonly onChoose?: (id: string) => void;
  /** The table stands below the chart instead of in its place. */
  readonly withTable?: boolean;
}

/** A chart with its numbers in a table, and both as files for a spreadsheet. */
export function ChartPanel<Row>(props: ChartPanelProps<Row>) {
  const { title, note, rows, option, empty, heightPx = 340, onChoose, withTable = false } = props;
  const { t } = useTranslation('ui');
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="panel chart-panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="chart-actions">
          {!withTable && (
            <Button size="small" onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
              {asTable ? t('showChart') : t('showTable')}
            </Button>
          )}
          <SaveFigures {...props} />
        </span>
      </div>
      <div className="panel-body">
        <p className="chart-note">{note}</p>
        {rows.length === 0 && <p className="chart-note">{empty}</p>}
        {rows.length > 0 && !asTable && <Chart label={title} option={option} heightPx={heightPx} onChoose={onChoose} />}
        {rows.length > 0 && (asTable || withTable) && <FigureTable {...props} />}
      </div>
    </section>
  );
}

function SaveFigures<Row>({ title, rows, columns }: ChartPanelProps<Row>) {
  const { t } = useTranslation('ui');
  const lines = () => [columns.map((column) => column.title), ...rows.map((row) => columns.map(({ value }) => value(row)))];
  const save = async (key: string) => {
    if (key === 'csv') {
      const texts = lines().map((line) => line.map((cell) => (cell === undefined ? undefined : String(cell))));
      saveFile(`${title}.csv`, toCsvFile(texts));
      return;
    }
    const { toExcelFile } = await import('./excel.ts');
    saveFile(`${title}.xlsx`, toExcelFile(title, lines()));
  };
  const items = [
    { key: 'csv', label: t('saveCsv') },
    { key: 'xlsx', label: t('saveExcel') },
  ];
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => void save(key) }} trigger={['click']} disabled={rows.length === 0}>
      <Button size="small" icon={<DownloadOutlined aria-hidden />} aria-label={t('saveWhat', { what: title })} />
    </Dropdown>
  );
}

function FigureTable<Row>({ title, rows, rowKey, columns }: ChartPanelProps<Row>) {
  const { t } = useTranslation('ui');
  const [first, ...rest] = columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys
    <section className="chart-table" aria-label={t('numbersOf', { what: title })} tabIndex={0}>
      <table className="plain-table">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th scope="col" className={at > 0 ? 'end' : undefined} key={column.key}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {first && <th scope="row">{(first.cell ?? first.value)(row)}</th>}
              {rest.map(({ key, cell, value }) => (
                <td className="end numeric" key={key}>
                  {(cell ?? value)(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
