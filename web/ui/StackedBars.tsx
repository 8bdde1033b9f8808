import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from './format.ts';
import { useLanguage } from './language.ts';
import './stacked-bars.css';

export interface Series {
  readonly key: string;
  readonly label: string;
  /** A colour with AA contrast for graphics (3:1) on the surface. */
  readonly color: string;
}

export interface Bar {
  /** Full label, read in the table and the tooltip. */
  readonly label: string;
  /** Short label below the bar. */
  readonly short: string;
  readonly values: readonly number[];
}

interface StackedBarsProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly labelHeading: string;
  readonly totalHeading: string;
  /** What to say where all values are nought. */
  readonly empty: string;
}

/** A small stacked bar chart; the same numbers stand in a table behind a button. */
export function StackedBars(props: StackedBarsProps) {
  const [asTable, setAsTable] = useState(false);
  const { t } = useTranslation('ui');
  return (
    <section className="panel" aria-label={props.title}>
      <div className="panel-head">
        <h2>{props.title}</h2>
        <Button size="small" onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
          {asTable ? t('showChart') : t('showTable')}
        </Button>
      </div>
      <div className="panel-body">{asTable ? <BarTable {...props} /> : <BarChart {...props} />}</div>
    </section>
  );
}

function BarChart({ title, series, bars, empty }: StackedBarsProps) {
  const language = useLanguage();
  if (bars.every((bar) => totalOf(bar) === 0)) return <p className="bars-empty">{empty}</p>;
  const top = niceTop(Math.max(1, ...bars.map(totalOf)));
  return (
    <>
      <ul className="bars-legend">
        {series.map(({ key, label, color }) => (
          <li key={key}>
            <span className="bars-swatch" style={{ background: color }} />
            {label}
          </li>
        ))}
      </ul>
      <div className="bars" role="img" aria-label={title}>
        <div className="bars-axis numeric">
          {[top, top / 2, 0].map((mark) => (
            <span key={mark}>{formatNumber(mark, language)}</span>
          ))}
        </div>
        <div className="bars-plot">
          {bars.map((bar) => (
            <BarColumn key={bar.label} bar={bar} series={series} top={top} />
          ))}
        </div>
      </div>
    </>
  );
}

function BarColumn({ bar, series, top }: { readonly bar: Bar; readonly series: readonly Series[]; readonly top: number }) {
  const language = useLanguage();
  const parts = series.map((one, at) => ({ ...one, value: bar.values[at] ?? 0 }));
  const lines = parts.map(({ label, value }) => `${label} ${formatNumber(value, language)}`);
  return (
    <div className="bars-column" title={[bar.label, ...lines].join('\n')}>
      <div className="bars-stack">
        {parts.toReversed().map(({ key, color, value }) => (
          <div key={key} style={{ background: color, height: `${(100 * value) / top}%` }} />
        ))}
      </div>
      <span className="bars-label numeric">{bar.short}</span>
    </div>
  );
}

function BarTable({ title, series, bars, labelHeading, totalHeading }: StackedBarsProps) {
  const language = useLanguage();
  return (
    <div className="bars-table">
      <table className="plain-table">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{labelHeading}</th>
            {series.map(({ key, label }) => (
              <th scope="col" className="end" key={key}>
                {label}
              </th>
            ))}
            <th scope="col" className="end">
              {totalHeading}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              {series.map(({ key }, at) => (
                <td className="end" key={key}>
                  {formatNumber(bar.values[at] ?? 0, language)}
                </td>
              ))}
              <td className="end">{formatNumber(totalOf(bar), language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function totalOf(bar: Bar): number {
  return bar.values.reduce((sum, value) => sum + value, 0);
}

/** The next of 1, 2, 4, 6, 10 × 10ⁿ, so that the axis and its half have short labels. */
function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 6, 10].find((step) => step * size >= value) ?? 10) * size || 2;
}
