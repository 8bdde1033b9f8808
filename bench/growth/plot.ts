import type { Figure } from '../harness.ts';
import { goalOf } from './goals.ts';
import type { Step } from './page.ts';

const COLUMNS = 4;
const PANEL = { width: 242, height: 176 };
const PLOT = { left: 46, right: 18, top: 34, bottom: 26 };
const TOP = 58;

/** Colours on a ground of the picture's own, so that they can be told apart on light and on dark pages. */
const STYLE = `
  .ground { fill: #ffffff } text { font: 11px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 }
  .tick { fill: #57606a; font-size: 10px } .grid { stroke: #d8dee4; stroke-width: 1 }
  .goal { stroke: #57606a; stroke-width: 1.2; stroke-dasharray: 4 3 }
  .line { fill: none; stroke-width: 2 } .rate { stroke: #1f6feb } .p50 { stroke: #1f6feb } .p95 { stroke: #bc4c00 } .p99 { stroke: #8250df }
  circle { stroke: none !important } circle.rate, circle.p50 { fill: #1f6feb } circle.p95 { fill: #bc4c00 } circle.p99 { fill: #8250df }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #e6edf3 } .tick { fill: #9198a1 } .grid { stroke: #2f353d } .goal { stroke: #9198a1 }
    .rate, .p50 { stroke: #58a6ff } .p95 { stroke: #f0883e } .p99 { stroke: #bc8cff }
    circle.rate, circle.p50 { fill: #58a6ff } circle.p95 { fill: #f0883e } circle.p99 { fill: #bc8cff }
  }`;

interface Line {
  readonly name: 'rate' | 'p50' | 'p95' | 'p99';
  readonly points: readonly (readonly [resources: number, value: number])[];
}

interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly goal: number | undefined;
}

/** A panel for each work: both axes logarithmic, sizes to the right, rates or milliseconds upwards. */
export function drawPlot(steps: readonly Step[]): string {
  const panels = panelsOf(steps);
  const [width, height] = [COLUMNS * PANEL.width, TOP + Math.ceil(panels.length / COLUMNS) * PANEL.height];
  const drawn = panels.map((panel, index) => {
    const [x, y] = [(index % COLUMNS) * PANEL.width, TOP + Math.floor(index / COLUMNS) * PANEL.height];
    return `<g transform="translate(${x} ${y})">${drawPanel(panel)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Times and rates by size of the database">
<style>${STYLE}
</style>
<rect class="ground" width="${width}" height="${height}" rx="6"/>
<text class="title" x="16" y="22">By number of resources in the database; both axes logarithmic</text>
${drawLegend()}
${drawn.join('\n')}
</svg>
`;
}

function drawLegend(): string {
  const words = [
    ['p50', 'median, or rate'],
    ['p95', 'p95'],
    ['p99', 'p99'],
    ['goal', 'goal'],
  ] as const;
  return words
    .map(([name, text], index) => {
      const x = 16 + (index === 0 ? 0 : 60 + index * 70);
      return `<path class="line ${name}" d="M${x} 40h20"/><text x="${x + 26}" y="44">${text}</text>`;
    })
    .join('');
}

function panelsOf(steps: readonly Step[]): Panel[] {
  const figures = steps[0]?.figures ?? [];
  const each = (work: string, pick: (figure: Figure) => number | undefined) =>
    steps.flatMap(({ resources, figures: of }) => {
      const figure = of.find((one) => one.work === work);
      const value = figure && pick(figure);
      return value ? [[resources, value] as const] : [];
    });
  const rates = figures
    .filter(({ unit }) => !unit.startsWith('ms'))
    .map(({ work, unit }): Panel => {
      const line: Line = { name: 'rate', points: each(work, ({ value }) => value) };
      return { title: `${work.replace(/, indexes included$/, '')} (${unit})`, lines: [line], goal: goalOf(work)?.value };
    });
  const times = figures
    .filter((figure) => figure.times)
    .map(({ work }): Panel => {
      const lines = (['p50', 'p95', 'p99'] as const).map(
        (name): Line => ({ name, points: each(work, (one) => one.times?.[name]) }),
      );
      return { title: `${work.replace(/^search: /, '')} (ms)`, lines, goal: goalOf(work)?.time };
    });
  return [...rates, ...times];
}

function drawPanel({ title, lines, goal }: Panel): string {
  const points = lines.flatMap((line) => line.points);
  const [sizes, values] = [points.map(([resources]) => resources), points.map(([, value]) => value)];
  const [left, right] = decadesOf(sizes);
  const [low, high] = decadesOf(goal === undefined ? values : [...values, goal]);
  const x = (resources: number) => scale(resources, left, right, PLOT.left, PANEL.width - PLOT.right);
  const y = (value: number) => scale(value, low, high, PANEL.height - PLOT.bottom, PLOT.top);
  const parts = [
    `<text class="title" x="${PLOT.left - 30}" y="${PLOT.top - 14}">${escaped(title)}</text>`,
    ...decades(low, high).map(
      (value) =>
        `<path class="grid" d="M${PLOT.left} ${y(value)}H${PANEL.width - PLOT.right}"/><text class="tick" x="${PLOT.left - 6}" y="${y(value) + 3}" text-anchor="end">${short(value)}</text>`,
    ),
    ...decades(left, right).map(
      (value) =>
        `<path class="grid" d="M${x(value)} ${PLOT.top}V${PANEL.height - PLOT.bottom}"/><text class="tick" x="${x(value)}" y="${PANEL.height - PLOT.bottom + 14}" text-anchor="middle">${short(value)}</text>`,
    ),
    ...(goal === undefined ? [] : [`<path class="goal" d="M${PLOT.left} ${y(goal)}H${PANEL.width - PLOT.right}"/>`]),
    ...lines.map((line) => drawLine(line, x, y)),
  ];
  return parts.join('');
}

function drawLine({ name, points }: Line, x: (size: number) => number, y: (value: number) => number): string {
  const path = points.map(([size, value], index) => `${index === 0 ? 'M' : 'L'}${x(size)} ${y(value)}`).join('');
  const dots = points.map(
    ([size, value]) =>
      `<circle class="${name}" cx="${x(size)}" cy="${y(value)}" r="3"><title>${name} ${short(value)}</title></circle>`,
  );
  return `<path class="line ${name}" d="${path}"/>${dots.join('')}`;
}

/** The powers of ten around all values, as exponents: at least one apart. */
function decadesOf(values: readonly number[]): [number, number] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
}

const decades = (low: number, high: number) => Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));

const scale = (value: number, low: number, high: number, from: number, to: number) =>
  Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10;

const short = (value: number) =>
  value >= 1e6 ? `${tidyOf(value / 1e6)}M` : value >= 1000 ? `${tidyOf(value / 1000)}k` : tidyOf(value);
const tidyOf = (value: number) => String(Number(value.toPrecision(3)));

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
