import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Figure, tidy } from '../harness.ts';
import { goalOf } from './goals.ts';
import { drawPlot } from './plot.ts';

/** Everything that was measured at one size of the database. */
export interface Step {
  /** Resources that were asked for. */
  readonly size: number;
  /** Those that were loaded. */
  readonly resources: number;
  readonly residents: number;
  readonly figures: readonly Figure[];
}

export interface Growth {
  readonly name: string;
  readonly quick: boolean;
  /** Processes that loaded. */
  readonly workers: number;
  readonly machine: string;
  /** Version of PostgreSQL. */
  readonly postgres: string;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly steps: readonly Step[];
  /** What else a reader should know of how it was measured; written by hand into the file of figures. */
  readonly remarks?: readonly string[];
}

/** Writes `growth.md` into a folder, and the plot that it shows beside it. */
export async function writePage(growth: Growth, folder: string): Promise<void> {
  await mkdir(join(folder, 'images'), { recursive: true });
  await writeFile(join(folder, 'images', 'growth.svg'), drawPlot(growth.steps));
  await writeFile(join(folder, 'growth.md'), pageOf(growth));
}

function pageOf({ workers, machine, postgres, day, steps, remarks = [] }: Growth): string {
  const number = (value: number) => value.toLocaleString('en');
  const works = steps[0]?.figures.map(({ work }) => work) ?? [];
  const find = (step: Step, work: string) => step.figures.find((figure) => figure.work === work);
  return `# Growth

The same work on one database as it grows. Printed by \`npm run bench:growth -- --plot docs\`; not edited by hand.

- Measured on ${day}: ${machine}, PostgreSQL ${postgres} with the settings of the embedded server (256 MB of its own buffers)
  on the same processors.
- ${steps.map(({ resources, residents }) => `${number(resources)} resources of ${number(residents)} residents`).join('; ')}:
  generated households with their histories, every resident another one, so that what a search finds in all the population
  grows with it.
- Loaded by ${workers} processes, three transaction bundles of 250 to 400 resources each at a time; what is given is the rate
  of the last stretch (a tenth, at most 20,000 resources) before that size, without generating it. Single creates and reads:
  32 at a time from one process; searches: four at a time, first page; \`$everything\`: one resident at a time.
- Before each measurement \`vacuum analyze\` and \`checkpoint\` did at once what autovacuum and the checkpointer do in the minutes
  after such a load.
- Residents who are asked for are ${number(20_000)} from all over the tables, or all there are.
${remarks.map((remark) => `- ${remark}\n`).join('')}
![Times and rates by size of the database](images/growth.svg)

| work | goal | ${steps.map(({ size }) => number(size)).join(' | ')} |
| --- | --- | ${steps.map(() => '---').join(' | ')} |
${works.map((work) => `| ${work} | ${goalOf(work)?.text ?? ''} | ${steps.map((step) => cellOf(find(step, work))).join(' | ')} |`).join('\n')}

Times are milliseconds: median / p95 / p99 (how many calls).
`;
}

function cellOf(figure: Figure | undefined): string {
  if (!figure) return '';
  const { value, unit, times } = figure;
  const inTimes = times && `${tidy(times.p50)} / ${tidy(times.p95)} / ${tidy(times.p99)} (${times.samples.toLocaleString('en')})`;
  if (!inTimes) return `${tidy(value)} ${unit}`;
  return unit.startsWith('ms') ? inTimes : `${tidy(value)} ${unit}; ${inTimes}`;
}
