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
  /** Of single calls, in milliseconds, and how many there were. */
  readonly times?: Quantiles;
}

export interface Quantiles {
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Run {
  readonly quick: boolean;
  readonly size: number;
  /** A further number of the benchmark's, by its option. */
  number(option: string): number;
  report(figure: Figure): void;
}

/** How many of what are measured, usually and at a tiny size. */
interface Size {
  readonly size: number;
  readonly quick: number;
}

interface Sizes extends Size {
  readonly of?: string;
  /** What the size is called on the command line, where that is not `size`. */
  readonly option?: string;
  /** Further numbers, by their options. */
  readonly also?: Readonly<Record<string, Size>>;
}

/**
 * Runs a benchmark from the command line: `--quick` for a tiny size that shows that it runs, `--size N`, `--json FILE`.
 * Prints a table as it goes.
 * @param sizes how many of what are measured
 */
export async function bench(name: string, sizes: Sizes, work: (run: Run) => Promise<void>): Promise<void> {
  const { option = 'size', also = {} } = sizes;
  const numbers = Object.fromEntries([option, ...Object.keys(also)].map((known) => [known, { type: 'string' }] as const));
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'string' }, ...numbers } });
  const quick = values.quick === true;
  const number = (of: string) => {
    const asked: unknown = (values as Readonly<Record<string, unknown>>)[of];
    const { size: usual, quick: tiny } = also[of] ?? sizes;
    return typeof asked === 'string' ? Number(asked) : quick ? tiny : usual;
  };
  const size = number(option);
  const figures: Figure[] = [];
  console.log(`${name}: ${size.toLocaleString('en')} ${sizes.of ?? 'resources'}, ${machine()}`);
  console.log(heading);
  const began = Date.now();
  await work({
    quick,
    size,
    number,
    report: (figure) => {
      figures.push(figure);
      console.log(lineOf(figure));
    },
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${seconds} s in all`);
  if (typeof values.json === 'string')
    await writeFile(
      values.json,
      `${JSON.stringify({ name, size, quick, seconds, node: process.versions.node, figures }, null, 2)}\n`,
    );
}

/** Processors, memory and Node of the machine, in words. */
export const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

/** A figure as a line of the printed table. */
export function lineOf({ work, value, unit, limit, note, times }: Figure): string {
  const inTimes = times && `p50 ${tidy(times.p50)}, p95 ${tidy(times.p95)}, p99 ${tidy(times.p99)} ms of ${times.samples}`;
  return row([
    work,
    `${tidy(value)} ${unit}`,
    limit === undefined ? '' : `${tidy(limit)} ${unit}`,
    limit ? (value / limit).toFixed(2) : '',
    [inTimes, note].filter(Boolean).join('; '),
  ]);
}

const row = ([first = '', ...rest]: readonly string[]) =>
  first.padEnd(44) +
  rest
    .map((cell) => cell.padStart(18))
    .join(' ')
    .trimEnd();

export const heading = row(['work', 'measured', 'limit', 'ratio', '']);

/** A number with as many digits as it is worth. */
export const tidy = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

/** Calls in parallel: how many a second, and how long each took. */
export interface Times extends Quantiles {
  readonly perSecond: number;
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
  return { perSecond, ...quantilesOf(times) };
}

export function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { samples: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
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
