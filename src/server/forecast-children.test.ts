import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileSchedule, nationalSchedule } from '../applications/public-health/immunization/index.ts';
import { forecastFile } from './forecast-children.ts';
import { CsvError } from './link/csv-rows.ts';

const schedule = compileSchedule(nationalSchedule);
const HEADINGS = 'child_id,birth_date,sex,vaccine,dose_date';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minkang-forecast-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(lines: readonly string[], all = false, explain = false) {
  const file = join(folder, 'children.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const summary = await forecastFile({ file, schedule, today: '2026-11-29', all, explain, write, onBytes: () => {} });
  return {
    summary,
    rows: text
      .trim()
      .split('\n')
      .map((line) => line.split(',')),
  };
}

describe('a file of children', () => {
  test('is answered dose by dose, vaccines known by whatever they are written as', async () => {
    const { summary, rows } = await run(
      [
        `${HEADINGS},note`,
        'a,2026-01-31,2,HepB,2026-01-31,x',
        'a,2026-01-31,2,02,20260201,',
        'a,2026-01-31,2,麻腮风疫苗,2026/9/30,',
        'a,2026-01-31,2,cvx:10,2026-03-30,',
      ],
      true,
    );

    expect(summary).toMatchObject({ children: 1, doses: 4, unreadable: 0, columnsIgnored: ['note'] });
    expect(rows.length).toBe(summary.rows + 1);
    const given = rows.slice(1).filter((row) => row[6] !== '');
    expect(given.map((row) => row.slice(0, 8))).toEqual([
      ['a', 'hepb', 'hepb-1', '1', 'given-valid', 'HepB', '2026-01-31', ''],
      ['a', 'bcg', 'bcg-1', '1', 'given-valid', 'BCG', '2026-02-01', ''],
      ['a', 'polio', 'polio-1', '1', 'given-invalid', 'IPV', '2026-03-30', 'from'],
      ['a', 'mmr', 'mmr-1', '1', 'given-valid', 'MMR', '2026-09-30', ''],
    ]);
    expect(rows.find((row) => row[2] === 'hepb-2')?.slice(8, 11)).toEqual(['2026-02-28', '2026-02-28', '2026-03-30']);
  });

  test('names the rules, and says them in words where that is asked', async () => {
    const lines = [HEADINGS, 'a,2026-01-31,f,HepB,2026-02-01', 'b,,1,,'];

    const [named, told] = [await run(lines), await run(lines, false, true)];

    const second = ({ rows }: typeof named) => rows.find((row) => row[2] === 'hepb-2');
    expect(second(named)?.slice(12)).toEqual(['2026/hepb-2/from 2026/hepb-2/after-1 2026/hepb-2/by']);
    expect(second(told)?.[13]).toMatch(/^最小年龄1月龄，2026-02-28起; /);
    expect(named.rows.map(({ length }) => length)).toEqual(named.rows.map(() => 13));
    expect(told.rows.map(({ length }) => length)).toEqual(told.rows.map(() => 15));
  });

  test('leaves out what counts unless it is asked for, and says who cannot be read', async () => {
    const { summary, rows } = await run([HEADINGS, 'a,2026-01-31,f,BCG,2026-02-01', 'b,2026-13-01,1,,', 'c,2014-01-01,m,,']);

    expect(summary).toMatchObject({ children: 3, doses: 1, unreadable: 1 });
    expect(rows.filter((row) => row[4] === 'given-valid')).toEqual([]);
    expect(rows.find((row) => row[0] === 'b')?.[4]).toBe('unreadable');
    expect(rows.find((row) => row[0] === 'c' && row[1] === 'bcg')?.[4]).toBe('too-late');
  });

  test('takes weights, mothers, doses abroad and contraindications', async () => {
    const { rows } = await run([
      `${HEADINGS},abroad,birth_weight_g,mother_hbsag,contraindications`,
      'a,2026-01-31,f,cvx:20,2026-03-16,1,1800,positive,immunodeficiency;acute-illness:2026-11-20..2026-12-01',
    ]);

    const of = (dose: string) => rows.find((row) => row[2] === dose);
    expect(of('hepb-1')?.slice(4, 12)).toEqual([
      'contraindicated',
      'HepB',
      '',
      'acute-illness',
      '2026-12-02',
      '2026-12-02',
      '',
      '2026-12-01',
    ]);
    expect(of('mmr-1')?.slice(4, 8)).toEqual(['contraindicated', 'MMR', '', 'immunodeficiency']);
    expect(of('dtap-1')).toBeUndefined();
  });

  test.each([
    ['without a column', ['child_id,birth_date,sex', 'a,2026-01-01,1'], /vaccine, dose_date/],
    ['whose children do not stand together', [HEADINGS, 'a,2026-01-01,1,,', 'b,2026-01-01,1,,', 'a,2026-01-01,1,,'], /line 4/],
    ['of nothing', [''], /headings/],
  ])('%s is refused', async (_, lines, message) => {
    const error = await run(lines).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(CsvError);
    expect(String(error)).toMatch(message);
  });
});
