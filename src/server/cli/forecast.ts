import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compileSchedule, nationalSchedule } from '../../applications/public-health/immunization/index.ts';
import { chinaDay, systemClock } from '../../kernel/index.ts';
import { findDivision } from '../../standards/index.ts';
import { conditionNames, type ForecastSummary, forecastFile } from '../forecast-children.ts';
import { CsvError } from '../link/csv-rows.ts';
import { StartError } from '../start-error.ts';
import { openProgress } from './progress.ts';

const HELP = `npx minkang forecast FILE.csv [--out OUT.csv] [--today DAY] [--division CODE] [--all] [--explain] [--json]

Says of the children of a CSV file (also .csv.gz) which vaccine doses do not count and why, and which are to be given when. A row
is a dose; the rows of a child stand together. Columns are known by their headings:
  child_id, birth_date, sex   the child (male, female; 1, 2)
  vaccine, dose_date          as MMR, cvx:03, the code of WS 364.15 CV08.50.001, or the Chinese name; empty where there was none
  abroad                      1 where it was given under another country's schedule
  birth_weight_g, mother_hbsag (positive, negative, unknown)
  contraindications           as pregnancy or acute-illness:2026-11-20..2026-12-01;
                              ${conditionNames.join(', ')}
  --out       where the answer goes (standard output)
  --today     day to judge by, YYYY-MM-DD
  --division  whose schedule: what the province adds or leaves out counts
  --all       write doses that count as well
  --explain   write the reasons in Chinese and English, not only the names of the rules
  --json      print a summary as JSON; with --out`;

const options = {
  out: { type: 'string' },
  today: { type: 'string' },
  division: { type: 'string' },
  all: { type: 'boolean', default: false },
  explain: { type: 'boolean', default: false },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const forecastCommand = {
  summary: 'say which vaccine doses the children of a CSV file need',
  async run(args: string[]): Promise<number> {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file] = positionals;
    if (values.help || file === undefined || positionals.length > 1) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    const today = values.today ?? chinaDay(systemClock.now());
    if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today)))
      throw new StartError('--today is a day, YYYY-MM-DD.');
    if (values.division !== undefined && !findDivision(values.division))
      throw new StartError('--division is the code of a division.');
    const schedule = compileSchedule(nationalSchedule, values.division);
    const total = sizeOf(file);
    const output = openOutput(values.out);
    const progress = openProgress('bytes');
    const { write } = output;
    const asked = {
      file,
      schedule,
      today,
      all: values.all,
      explain: values.explain,
      write,
      onBytes: (bytes: number) => progress.show(bytes, total),
    };
    try {
      const summary = await forecastFile(asked).finally(() => progress.close());
      output.close();
      if (values.json) (values.out === undefined ? console.error : console.log)(JSON.stringify(summary));
      else console.error(inWords(summary));
      return 0;
    } catch (error) {
      if (error instanceof CsvError) throw new StartError(`${file}, ${error.message}.`);
      throw error;
    }
  },
};

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    throw new StartError(`${file} cannot be read.`);
  }
}

/** Collects what is written, so that a file is written in large pieces. */
function openOutput(out: string | undefined) {
  const target = out === undefined ? undefined : openSync(out, 'w');
  let pieces: string[] = [];
  let length = 0;
  const flush = () => {
    const text = pieces.join('');
    if (target === undefined) process.stdout.write(text);
    else writeSync(target, text);
    [pieces, length] = [[], 0];
  };
  return {
    write: (text: string) => {
      pieces.push(text);
      length += text.length;
      if (length > 1 << 20) flush();
    },
    close: () => {
      flush();
      if (target !== undefined) closeSync(target);
    },
  };
}

function inWords({ children, doses, rows, unreadable, seconds, columnsIgnored }: ForecastSummary): string {
  const count = (value: number) => value.toLocaleString('en');
  const speed = count(Math.round(children / Math.max(seconds, 0.001)));
  return [
    `${count(children)} children with ${count(doses)} doses: ${count(rows)} lines in ${seconds.toFixed(1)} s (${speed} children/s).`,
    ...(unreadable > 0 ? [`${count(unreadable)} children could not be read: their line says so.`] : []),
    ...(columnsIgnored.length > 0 ? [`Columns not known and not used: ${columnsIgnored.join(', ')}.`] : []),
  ].join('\n');
}
