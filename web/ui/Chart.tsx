import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';
import type { DrawnChart } from './chart-engine.ts';

interface ChartProps {
  /** What it shows, for who does not see it. */
  readonly label: string;
  readonly option: EChartsCoreOption;
  readonly heightPx: number;
  readonly onChoose?: ((id: string) => void) | undefined;
}

/** A chart of ECharts, which is loaded when the first one is opened. The numbers stand in a table beside it. */
export function Chart({ label, option, heightPx, onChoose }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnChart>(undefined);
  const latest = useRef({ option, onChoose });
  latest.current = { option, onChoose };
  useEffect(() => {
    let isOpen = true;
    void import('./chart-engine.ts').then(({ openChart }) => {
      if (!isOpen || !place.current) return;
      chart.current = openChart(place.current, (id) => latest.current.onChoose?.(id));
      chart.current.draw(latest.current.option);
    });
    return () => {
      isOpen = false;
      chart.current?.close();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => chart.current?.draw(option), [option]);
  return <div ref={place} role="img" aria-label={label} style={{ height: heightPx }} />;
}
