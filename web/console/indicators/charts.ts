import type { EChartsCoreOption } from 'echarts/core';

const [TEXT, LINE, BAR, TARGET] = ['#55616e', '#e3e8ec', '#0b7a75', '#b86e00'];
const base = {
  textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif' },
  // texts alone: what is written as HTML would need styles that the page does not allow
  tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, confine: true },
};
const axis = { axisLine: { lineStyle: { color: '#b6c0c9' } }, axisTick: { show: false }, axisLabel: { color: TEXT } };
const percents = { ...axis, type: 'value', min: 0, max: 100, splitLine: { lineStyle: { color: LINE } } };

interface Point {
  readonly key: string;
  readonly rate: number | undefined;
}

/** Rates over periods, with the target as a dashed line. @param target a share of 1 */
export function trendOption(
  points: readonly Point[],
  names: { readonly rate: string; readonly target: string },
  target: number | undefined,
): EChartsCoreOption {
  const rates = {
    type: 'line',
    name: names.rate,
    symbolSize: 8,
    itemStyle: { color: BAR },
    lineStyle: { width: 2, color: BAR },
    data: points.map(({ rate }) => rate ?? null),
  };
  const wanted = {
    type: 'line',
    name: names.target,
    symbol: 'none',
    itemStyle: { color: TARGET },
    lineStyle: { width: 1, color: TARGET, type: 'dashed' },
    data: points.map(() => (target ?? 0) * 100),
  };
  return {
    ...base,
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 12, textStyle: { color: TEXT } },
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
    xAxis: { ...axis, type: 'category', data: points.map(({ key }) => key) },
    yAxis: percents,
    series: target === undefined ? [rates] : [rates, wanted],
  };
}

/** A bar for each row, the first on top; those below the target lighter. @param target a share of 1 */
export function barsOption(
  rows: readonly (Point & { readonly label: string })[],
  name: string,
  target: number | undefined,
): EChartsCoreOption {
  const upwards = rows.toReversed();
  return {
    ...base,
    grid: { left: 8, right: 20, top: 4, bottom: 4, containLabel: true },
    xAxis: percents,
    yAxis: {
      ...axis,
      type: 'category',
      data: upwards.map(({ label }) => label),
      axisLabel: { ...axis.axisLabel, width: 130, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        name,
        barMaxWidth: 16,
        itemStyle: { color: BAR },
        data: upwards.map(({ key, rate }) => ({
          id: key,
          value: rate ?? null,
          itemStyle: { color: target !== undefined && rate !== undefined && rate < target * 100 ? '#7fb5b2' : BAR },
        })),
      },
    ],
  };
}
