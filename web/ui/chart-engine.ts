import { BarChart, LineChart, TreemapChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, TreemapChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface DrawnChart {
  draw(option: EChartsCoreOption): void;
  close(): void;
}

/** Draws into an element and follows its size. @param onChoose told the id of what was clicked */
export function openChart(element: HTMLElement, onChoose: (id: string) => void): DrawnChart {
  const chart = init(element, undefined, { renderer: 'svg' });
  chart.on('click', ({ data }) => {
    if (typeof data === 'object' && data !== null && 'id' in data) onChoose(String(data.id));
  });
  const sizes = new ResizeObserver(() => chart.resize());
  sizes.observe(element);
  return {
    draw: (option) => chart.setOption({ animation: false, ...option }, true),
    close: () => {
      sizes.disconnect();
      chart.dispose();
    },
  };
}
