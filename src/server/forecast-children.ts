import { Buffer } from 'node:buffer';
import {
  type Child,
  type CompiledSchedule,
  type Contraindication,
  conditions,
  type DoseForecast,
  explainDose,
  type Forecast,
  forecast,
  type GivenDose,
  vaccineIn,
} from '../applications/public-health/immunization/index.ts';
import { Problem } from '../kernel/index.ts';
import { CsvError, type Row, readRows } from './link/csv-rows.ts';

const COLUMNS = [
  ...(['child_id', 'birth_date', 'sex', 'vaccine', 'dose_date', 'abroad'] as const),
  ...(['birth_weight_g', 'mother_hbsag', 'contraindications'] as const),
] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ['child_id', 'birth_date', 'sex', 'vaccine', 'dose_date'];

const HEADINGS = [
  ...['child_id', 'series', 'dose', 'number', 'state', 'vaccine', 'given', 'why', 'earliest', 'recommended', 'latest', 'until'],
  'rules',
];
const REASONS = ['reason_zh', 'reason_en'];

export interface ForecastFile {
  readonly file: string;
  readonly schedule: CompiledSchedule;
  /** YYYY-MM-DD */
  readonly today: string;
  /** Given doses that count are written as well. */
  readonly all: boolean;
  /** The reasons are written in words as well. */
  readonly explain: boolean;
  /** Told whole lines of CSV. */
  write(text: string): void;
  onBytes(bytes: number): void;
}

export interface ForecastSummary {
  readonly children: number;
  readonly doses: number;
  readonly rows: number;
  /** Children that could not be read: their birth date or a contraindication is none. */
  readonly unreadable: number;
  readonly seconds: number;
  readonly columnsIgnored: readonly string[];
}

/** A child whose rows are being read. */
interface Reading {
  readonly id: string;
  readonly child: Child;
  readonly doses: GivenDose[];
  readonly contraindications: readonly Contraindication[];
}

/**
 * Forecasts the children of a CSV file, a row a dose, the rows of a child together; a child without doses has one row without a
 * vaccine. Keeps one child in memory at a time, and the ids of those it had.
 * @throws CsvError where a column is missing or a child comes twice
 */
export async function forecastFile(asked: ForecastFile): Promise<ForecastSummary> {
  const began = performance.now();
  const counts = { children: 0, doses: 0, rows: 0, unreadable: 0 };
  const seen = new Set<string>();
  let places: ReadonlyMap<Column, number> | undefined;
  let ignored: readonly string[] = [];
  let reading: Reading | undefined;
  const finish = () => {
    if (!reading) return;
    counts.children += 1;
    counts.doses += reading.doses.length;
    counts.rows += writeChild(asked, reading, counts);
    reading = undefined;
  };
  asked.write(`${[...HEADINGS, ...(asked.explain ? REASONS : [])].join(',')}\n`);
  const use = (row: Row) => {
    if (!places) {
      [places, ignored] = placesIn(row);
      return;
    }
    const at = places;
    const cell = (column: Column) => textIn(row, at.get(column));
    const id = cell('child_id');
    if (id !== reading?.id) {
      finish();
      if (seen.has(id)) throw new CsvError(`line ${row.line}: the rows of a child stand together`);
      seen.add(id);
      reading = { id, child: childIn(cell), doses: [], contraindications: contraindicationsIn(cell('contraindications')) };
    }
    const vaccine = cell('vaccine');
    if (vaccine === '') return;
    const abroad = /^(1|true|yes|是)$/i.test(cell('abroad'));
    reading.doses.push({ vaccine: vaccineIn(vaccine), date: dayIn(cell('dose_date')) || undefined, abroad });
  };
  await readRows(asked.file, use, asked.onBytes);
  finish();
  if (!places) throw new CsvError('line 1: the file has no headings');
  return { ...counts, seconds: (performance.now() - began) / 1000, columnsIgnored: ignored };
}

function placesIn(row: Row): [ReadonlyMap<Column, number>, readonly string[]] {
  const names = Array.from({ length: row.count }, (_, index) =>
    textIn(row, index)
      .replace(/^\uFEFF/, '')
      .toLowerCase(),
  );
  const places = new Map(COLUMNS.flatMap((column) => (names.includes(column) ? [[column, names.indexOf(column)] as const] : [])));
  const missing = NEEDED.filter((column) => !places.has(column));
  if (missing.length > 0) throw new CsvError(`line 1: without ${missing.join(', ')}`);
  return [places, names.filter((name) => !(COLUMNS as readonly string[]).includes(name))];
}

const textIn = ({ bytes, starts, ends, count }: Row, place: number | undefined): string =>
  place === undefined || place >= count
    ? ''
    : Buffer.from(bytes.buffer, bytes.byteOffset + (starts[place] ?? 0), (ends[place] ?? 0) - (starts[place] ?? 0)).toString();

/** 20260131 and 2026/1/31 as 2026-01-31; anything else as it stands. */
function dayIn(text: string): string {
  const [, year, month = '', date = ''] = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(text) ?? [];
  return year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text;
}

/** By GB/T 2261.1 or in words. */
const SEXES: Readonly<Record<string, Child['sex']>> = {
  1: 'male',
  2: 'female',
  m: 'male',
  f: 'female',
  male: 'male',
  female: 'female',
  男: 'male',
  女: 'female',
};

function childIn(cell: (column: Column) => string): Child {
  const [weight, mother] = [Number(cell('birth_weight_g')), cell('mother_hbsag').toLowerCase()];
  return {
    birthDate: dayIn(cell('birth_date')),
    sex: SEXES[cell('sex').toLowerCase()] ?? 'unknown',
    birthWeightGrams: weight > 0 ? weight : undefined,
    motherHBsAg: mother === 'positive' || mother === 'negative' || mother === 'unknown' ? mother : undefined,
  };
}

/** `immunodeficiency`, or `acute-illness:2026-11-20..2026-12-01`; several with blanks or semicolons between. */
const contraindicationsIn = (text: string): Contraindication[] =>
  text
    .split(/[;\s]+/)
    .filter(Boolean)
    .map((one) => {
      const [condition = '', days = ''] = one.split(':');
      const [from, until] = days.split('..');
      return { condition, ...(from ? { from } : {}), ...(until ? { until } : {}) };
    });

/** Writes what a child's forecast says; returns how many rows that were. */
function writeChild(
  { schedule, today, all, explain, write }: ForecastFile,
  { id, child, doses, contraindications }: Reading,
  counts: { unreadable: number },
): number {
  const rows = rowsFor(() => forecast(child, doses, contraindications, today, schedule), all);
  if (rows === undefined) {
    counts.unreadable += 1;
    write(`${quoted(id)},,,,unreadable${','.repeat(HEADINGS.length - 5 + (explain ? REASONS.length : 0))}\n`);
    return 1;
  }
  for (const row of rows) write(lineOf(id, row, explain));
  return rows.length;
}

function rowsFor(make: () => Forecast, all: boolean): DoseForecast[] | undefined {
  try {
    const { series, others } = make();
    const rows = [...series.flatMap(({ doses }) => doses), ...others];
    return all ? rows : rows.filter(({ state }) => state !== 'given-valid');
  } catch (error) {
    if (error instanceof Problem && error.code === 'input-invalid') return undefined;
    throw error;
  }
}

function lineOf(id: string, row: DoseForecast, explain: boolean): string {
  const { series = '', dose = '', number = '', state, vaccine, given = '', why = '', until = '' } = row;
  const { earliest = '', recommended = '', latest = '', steps } = row;
  const known = `${quoted(id)},${series},${dose},${number},${state},${quoted(vaccine)},${quoted(given)},${why}`;
  const line = `${known},${earliest},${recommended},${latest},${until},${steps.map(({ rule }) => rule).join(' ')}`;
  if (!explain) return `${line}\n`;
  const reasons = explainDose(row);
  const texts = (['zh', 'en'] as const).map((language) => quoted(reasons.map((one) => one[language]).join('; ')));
  return `${line},${texts.join(',')}\n`;
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Conditions that a row may name. */
export const conditionNames = Object.keys(conditions);
