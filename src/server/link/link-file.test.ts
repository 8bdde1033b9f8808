import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateResidents } from '../../../bench/residents/generate.ts';
import { judge } from '../../../tests/support/clusters.ts';
import { linkFile } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minkang-link-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const onProgress = () => {};

describe('a generated population with twins, namesakes and borrowed numbers', () => {
  const files = () => ({ records: at('people.csv'), truth: at('truth.csv'), traps: at('traps.csv') });
  beforeAll(() => generateResidents(files(), 12_000, 21));

  test('is linked almost without error, and no two people are made one', async () => {
    const summary = await linkFile({
      file: files().records,
      out: at('clusters.csv'),
      report: at('report.json'),
      model: at('model.json'),
      onProgress,
    });

    const { precision, recall, merged } = await judge(files().truth, at('clusters.csv'), files().traps);
    expect(precision).toBeGreaterThan(0.998);
    expect(recall).toBeGreaterThan(0.98);
    expect(merged).toMatchObject({ twin: 0, parentid: 0, otherid: 0 });
    expect(summary.review / summary.records).toBeLessThanOrEqual(0.02);
    expect(Math.abs(summary.precision - precision)).toBeLessThan(0.01);
  });

  test('comes out the same from threads, and from the model that was written', async () => {
    await linkFile({ file: files().records, out: at('clusters.csv'), onProgress });

    await linkFile({ file: files().records, out: at('again.csv'), model: at('model.json'), threads: 2, onProgress });

    expect(await readFile(at('again.csv'), 'utf8')).toBe(await readFile(at('clusters.csv'), 'utf8'));
  });

  test('the report tells of records by their ids alone', async () => {
    const report = await readFile(at('report.json'), 'utf8');

    expect(JSON.parse(report).blocks.length).toBeGreaterThan(5);
    expect(report).not.toMatch(/\p{Script=Han}|3501\d{8}/u);
  });
});

describe('a file that cannot be linked is refused in a sentence that names the place and no person', () => {
  test.each([
    ['', /is empty/],
    ['record_id,name\n', /no records/],
    ['name,sex\n王燕,1\n', /line 1: no column of record ids/],
    ['record_id,colour\n1,red\n', /line 1: no column tells about people/],
    ['record_id,name\n1,王燕\n,王强\n', /line 3: the record has no id/],
    ['record_id,name\n1,王燕\n1,王强\n', /line 3: the record's id is that of a record before it/],
    ['record_id,name\n1,"王燕\n', /line 2: a quote is opened/],
  ])('%j', async (text, sentence) => {
    await writeFile(at('bad.csv'), text);

    const linked = linkFile({ file: at('bad.csv'), out: at('none.csv'), onProgress });

    await expect(linked).rejects.toThrow(sentence);
    await expect(linked).rejects.not.toThrow(/王/);
  });

  test('so is one that is not there, and a model that is none', async () => {
    await writeFile(at('one.csv'), 'record_id,name\n1,王燕\n');
    await writeFile(at('none.json'), '{"format":"minkang-matching-model","version":7}');

    await expect(linkFile({ file: at('missing.csv'), out: at('none.csv'), onProgress })).rejects.toThrow(/cannot be read/);
    await expect(linkFile({ file: at('one.csv'), out: at('none.csv'), model: at('none.json'), onProgress })).rejects.toThrow(
      /version/,
    );
  });
});

test('one record is one person', async () => {
  await writeFile(at('one.csv'), '\ufeff记录号,姓名\n"a,1",王燕\n');

  await linkFile({ file: at('one.csv'), out: at('one-out.csv'), onProgress });

  expect(await readFile(at('one-out.csv'), 'utf8')).toBe('record_id,cluster_id\n"a,1","a,1"\n');
});
