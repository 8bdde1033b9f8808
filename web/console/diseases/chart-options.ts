import type { EChartsCoreOption } from 'echarts/core';
import type { Counted } from '../../../src/applications/public-health/diseases/contract.ts';

const TEXT = '#55616e';
const line = {
  axisLine: { lineStyle: { color: '#b6c0c9' } },
  axisTick: { show: false },
  axisLabel: { color: TEXT, hideOverlap: true },
};
const base = {
  textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif' },
  // texts alone: what is written as HTML would need styles that the page does not allow
  tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, confine: true },
  grid: { left: 8, right: 20, top: 30, bottom: 4, containLabel: true },
};

interface Names {
  readonly cases: string;
  readonly deaths: string;
}

/** Cases that lived and those that died, one above the other, a bar for each day or week without gaps between: a histogram. */
export function curveOption(rows: readonly Counted[], names: Names): EChartsCoreOption {
  const series = (name: string, color: string, data: readonly number[]) => ({
    ...{ type: 'bar', stack: 'all', name, barCategoryGap: '2%', barMaxWidth: 40, data },
    itemStyle: { color, borderColor: '#fff', borderWidth: 0.5 },
  });
  return {
    ...base,
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 12, itemGap: 22, textStyle: { color: TEXT } },
    xAxis: { ...line, type: 'category', data: rows.map(({ key }) => key) },
    yAxis: { ...line, type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e3e8ec' } } },
    series: [
      series(
        names.deaths,
        '#3a2a3a',
        rows.map(({ deaths }) => deaths),
      ),
      series(
        names.cases,
        '#0b7a75',
        rows.map(({ cases, deaths }) => cases - deaths),
      ),
    ],
  };
}

/** A bar for each group, the first on top. */
export function groupsOption(
  rows: readonly { readonly label: string; readonly cases: number }[],
  name: string,
): EChartsCoreOption {
  const shown = rows.slice(0, 12).toReversed();
  return {
    ...base,
    grid: { ...base.grid, top: 4 },
    xAxis: { ...line, type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e3e8ec' } } },
    yAxis: {
      ...line,
      type: 'category',
      data: shown.map(({ label }) => label),
      axisLabel: { color: TEXT, width: 150, overflow: 'truncate', interval: 0 },
    },
    series: [{ type: 'bar', name, barMaxWidth: 24, itemStyle: { color: '#3d6f9a' }, data: shown.map(({ cases }) => cases) }],
  };
}
