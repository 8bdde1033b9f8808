import type { EChartsCoreOption } from 'echarts/core';
import type { AgeBand, DivisionCount, MonthCount } from '../../../src/databases/population/statistics/contract.ts';
import { numberOf } from '../app/counts/counts.ts';

/** Differ in lightness too, so that they part without colour. */
export const colors = {
  male: '#274b7a',
  female: '#c98a1b',
  births: '#0b7a75',
  deaths: '#55616e',
  movedIn: '#3d8bd0',
  movedOut: '#b86e00',
};

const TEXT = '#55616e';
const base = {
  textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif' },
  // texts alone: what is written as HTML would need styles that the page does not allow
  tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, confine: true },
  legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 12, itemGap: 22, textStyle: { color: TEXT } },
};
const line = { axisLine: { lineStyle: { color: '#b6c0c9' } }, axisTick: { show: false }, axisLabel: { color: TEXT } };

type Named<Key extends string> = Readonly<Record<Key, string>>;

/** `0–4`, `100+`; undefined of unknown age. */
export const bandLabel = ({ from }: AgeBand): string | undefined =>
  from === undefined ? undefined : from >= 100 ? `${from}+` : `${from}–${from + 4}`;

/** Men to the left, women to the right, the youngest at the bottom. */
export function pyramidOption(
  bands: readonly AgeBand[],
  names: Named<'male' | 'female'>,
  format: (value: number) => string,
): EChartsCoreOption {
  const known = bands.filter(({ from }) => from !== undefined);
  const absolute = (value: number) => format(Math.abs(value));
  const series = (key: 'male' | 'female', sign: number) => ({
    type: 'bar',
    name: names[key],
    stack: 'all',
    barCategoryGap: '18%',
    itemStyle: { color: colors[key] },
    data: known.map((band) => ({ value: sign * (numberOf(band[key]) ?? 0), id: String(band.from) })),
  });
  const most = Math.max(1, ...known.flatMap(({ male, female }) => [numberOf(male) ?? 0, numberOf(female) ?? 0]));
  return {
    ...base,
    tooltip: { ...base.tooltip, valueFormatter: (value: unknown) => absolute(Number(value)) },
    grid: { left: 8, right: 12, top: 30, bottom: 4, containLabel: true },
    xAxis: {
      ...line,
      type: 'value',
      min: -most,
      max: most,
      splitNumber: 4,
      axisLabel: { ...line.axisLabel, formatter: absolute, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: '#e3e8ec' } },
    },
    yAxis: { ...line, type: 'category', data: known.map(bandLabel), axisLabel: { ...line.axisLabel, interval: 1 } },
    series: [series('male', -1), series('female', 1)],
  };
}

export function monthsOption(
  months: readonly MonthCount[],
  names: Named<'births' | 'deaths' | 'movedIn' | 'movedOut'>,
): EChartsCoreOption {
  const of = (key: keyof typeof names) => ({
    type: 'line',
    name: names[key],
    symbol: key === 'births' ? 'circle' : key === 'deaths' ? 'rect' : key === 'movedIn' ? 'triangle' : 'diamond',
    symbolSize: 7,
    lineStyle: { width: 2, color: colors[key], type: key.startsWith('moved') ? 'dashed' : 'solid' },
    itemStyle: { color: colors[key] },
    data: months.map((month) => numberOf(month[key]) ?? null),
  });
  return {
    ...base,
    grid: { left: 8, right: 16, top: 52, bottom: 4, containLabel: true },
    xAxis: {
      ...line,
      type: 'category',
      data: months.map(({ month }) => month),
      axisLabel: { ...line.axisLabel, hideOverlap: true },
    },
    yAxis: { ...line, type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e3e8ec' } } },
    series: [of('births'), of('deaths'), of('movedIn'), of('movedOut')],
  };
}

/** A tile for each part of a division, as large as its population: no licensed boundaries are at hand. */
export function tilesOption(
  parts: readonly (DivisionCount & { readonly label: string })[],
  format: (value: number) => string,
): EChartsCoreOption {
  const shades = ['#0b5f5b', '#2b6f8a', '#4b5f8f', '#6a5a83', '#7a5a5a', '#6b6334', '#476b3d', '#2f6b5a'];
  return {
    ...base,
    tooltip: {
      renderMode: 'richText',
      confine: true,
      formatter: (one: { name: string; value: number }) => `${one.name}  ${format(one.value)}`,
    },
    series: [
      {
        type: 'treemap',
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        itemStyle: { gapWidth: 2, borderColor: '#fff' },
        label: {
          color: '#fff',
          formatter: (one: { name: string; value: number }) => `${one.name}\n${format(one.value)}`,
          lineHeight: 18,
        },
        data: parts.map(({ division, label, total }, at) => ({
          id: division,
          name: label,
          value: numberOf(total) ?? 0,
          itemStyle: { color: shades[at % shades.length] },
        })),
      },
    ],
  };
}
