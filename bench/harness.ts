import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/** One line of a benchmark: a figure beside its limit measured in the same run. */
export interface Figure {
  readonly work: string;
  readonly value: number;
  readonly unit: string;
  /** What was done instead at the least: bare SQL, a bare handler. */
  readonly limit?: number;
  readonly note?: string;
}

export interface Run {
  readonly quick: boolean;
  readonly size: number;
  report(figure: Figure): void;
}

/**
 * Runs a benchmark from the command line: `--quick` for a tiny size that shows that it runs, `--size N`, `--json FILE`.
 * Prints a table as it goes.
 */
export async function bench(
  name: string,
  defaults: { size: number; quick: number },
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, size: { type: 'string' }, json: { type: 'string' } } });
  const quick = values.quick === true;
  const size = values.size ? Number(values.size) : quick ? defaults.quick : defaults.size;
  const figures: Figure[] = [];
  console.log(
    `${name}: ${size.toLocaleString('en')} resources, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  );
  console.log(row(['work', 'measured', 'limit', 'ratio', '']));
  const began = Date.now();
  await work({
    quick,
    size,
    report: (figure) => {
      figures.push(figure);
      const { work: what, value, unit, limit, note = '' } = figure;
      console.log(
        row([
          what,
          `${tidy(value)} ${unit}`,
          limit === undefined ? '' : `${tidy(limit)} ${unit}`,
          limit ? (value / limit).toFixed(2) : '',
          note,
        ]),
      );
    },
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${seconds} s in all`);
  if (values.json)
    await writeFile(
      values.json,
      `${JSON.stringify({ name, size, quick, seconds, node: process.versions.node, figures }, null, 2)}\n`,
    );
}

const row = ([first = '', ...rest]: readonly string[]) =>
  first.padEnd(44) +
  rest
    .map((cell) => cell.padStart(18))
    .join(' ')
    .trimEnd();
const tidy = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3))));

/** Times of single calls, in milliseconds, in ascending order. */
export interface Times {
  readonly perSecond: number;
  /** @param share 0.5 for the median, 0.99 … */
  quantile(share: number): number;
}

/** Calls `once` from `workers` at a time for some milliseconds. */
export async function load(workers: number, forMs: number, once: (turn: number) => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  const began = performance.now();
  let turn = 0;
  const worker = async () => {
    while (performance.now() - began < forMs) {
      const at = performance.now();
      await once(turn++);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const perSecond = (times.length * 1000) / (performance.now() - began);
  times.sort((a, b) => a - b);
  return { perSecond, quantile: (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0 };
}

/** Processor seconds of this process that a piece of work takes. */
export function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Median processor time of several rounds, as resources a second. */
export function rateOf(count: number, rounds: number, work: () => void): number {
  const seconds = Array.from({ length: rounds }, () => processorSeconds(work)).sort((a, b) => a - b);
  return count / (seconds[Math.floor(rounds / 2)] ?? Number.NaN);
}
