import type { EChartsCoreOption } from 'echarts/core';

/** One line of the chart; one value for each day. */
export interface Series {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly values: readonly unknown[];
}

const COLORS = ['#c4314b', '#274b7a', '#0b7a75', '#b86e00', '#6a5a83', '#3d8bd0', '#476b3d', '#55616e'];
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
const TEXT = '#55616e';

/** More units than axes would be read off the wrong one. */
const MOST_UNITS = 2;

/** The lines of the first two units. */
export function drawable(series: readonly Series[]): readonly Series[] {
  const units = [...new Set(series.map(({ unit }) => unit))].slice(0, MOST_UNITS);
  return series.filter(({ unit }) => units.includes(unit));
}

/** Lines over the days, an axis for each unit; they differ in sign and dash, not by colour alone. */
export function courseOption(days: readonly string[], series: readonly Series[]): EChartsCoreOption {
  const units = [...new Set(series.map(({ unit }) => unit))];
  const axis = { axisLine: { lineStyle: { color: '#b6c0c9' } }, axisTick: { show: false }, axisLabel: { color: TEXT } };
  return {
    textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif' },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true },
    legend: { top: 0, left: 0, type: 'scroll', right: 0, textStyle: { color: TEXT } },
    grid: { left: 8, right: 8, top: 54, bottom: 4, containLabel: true },
    xAxis: { ...axis, type: 'category', data: [...days], axisLabel: { color: TEXT, hideOverlap: true } },
    yAxis: units.map((unit) => ({
      ...axis,
      ...{ type: 'value', name: unit, scale: true, nameTextStyle: { color: TEXT } },
      splitLine: { lineStyle: { color: '#e3e8ec' } },
    })),
    series: series.map(({ title, unit, values }, at) => ({
      type: 'line',
      name: title,
      yAxisIndex: units.indexOf(unit),
      connectNulls: true,
      symbol: SYMBOLS[at % SYMBOLS.length],
      symbolSize: 7,
      lineStyle: { width: 2, color: COLORS[at % COLORS.length], type: at % 2 === 0 ? 'solid' : 'dashed' },
      itemStyle: { color: COLORS[at % COLORS.length] },
      data: values.map((value) => (typeof value === 'number' ? value : null)),
    })),
  };
}
