import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateResidents } from '../../../bench/residents/generate.ts';
import { judge } from '../../../tests/support/clusters.ts';
import { LinkStopped, linkFile } from './index.ts';

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

  describe('that is stopped on its way', () => {
    const out = () => at('resumed.csv');
    /** Only who reads the file tells less than this. */
    const READ = 0.5;
    /** Stops once so much is done; tells how far it had come. */
    const linkUntil = (share: number) => {
      const stopped = new AbortController();
      const seen: number[] = [];
      const onProgress = (done: number) => {
        seen.push(done);
        if (done >= share) stopped.abort();
      };
      const { signal } = stopped;
      const linked = linkFile({ file: files().records, out: out(), threads: 2, keptFrom: 0, onProgress, signal });
      return { linked, seen };
    };

    test.each([0.2, 0.7, 0.97])('at %d goes on from there, to the same clusters', async (share) => {
      await linkFile({ file: files().records, out: at('clusters.csv'), onProgress });
      await expect(linkUntil(share).linked).rejects.toBeInstanceOf(LinkStopped);
      const left = (await readdir(folder)).filter((name) => name.startsWith('resumed.csv'));

      const { linked, seen } = linkUntil(2);
      await linked;

      expect(left).toEqual(['resumed.csv.state']);
      expect(Math.min(...seen) < READ).toBe(share < READ);
      expect(await readFile(out(), 'utf8')).toBe(await readFile(at('clusters.csv'), 'utf8'));
      expect((await readdir(folder)).filter((name) => name.startsWith('resumed.csv'))).toEqual(['resumed.csv']);
      await rm(out());
    });

    test('while it reads: nothing is left of it but what tells the file again', async () => {
      const large = at('large.csv');
      await generateResidents({ records: large, truth: at('large-truth.csv'), traps: at('large-traps.csv') }, 60_000, 3);
      const stopped = new AbortController();
      const onBytes = () => stopped.abort();
      const { signal } = stopped;

      const linked = linkFile({ file: large, out: out(), threads: 2, keptFrom: 0, onProgress: onBytes, signal });

      await expect(linked).rejects.toBeInstanceOf(LinkStopped);
      expect(await readdir(`${out()}.state`)).toEqual(['of.json']);
      await rm(`${out()}.state`, { recursive: true });
    });

    test('begins anew where the file is another since', async () => {
      const { records, truth, traps } = files();
      await expect(linkUntil(0.97).linked).rejects.toBeInstanceOf(LinkStopped);
      await generateResidents({ records, truth, traps }, 3000, 22);

      await linkUntil(2).linked;

      expect((await readFile(out(), 'utf8')).trimEnd().split('\n').length).toBe(3001);
      await generateResidents({ records, truth, traps }, 12_000, 21);
    });

    test('does not touch a folder that is somebody else’s', async () => {
      await mkdir(`${out()}.state`);
      await writeFile(join(`${out()}.state`, 'letter.txt'), 'mine');

      await expect(linkUntil(2).linked).rejects.toThrow(/holds something else/);

      expect(await readdir(`${out()}.state`)).toEqual(['letter.txt']);
      await rm(`${out()}.state`, { recursive: true });
    });

    test('keeps nothing that was not written whole', async () => {
      await expect(linkUntil(0.97).linked).rejects.toBeInstanceOf(LinkStopped);
      await truncate(join(`${out()}.state`, 'people.columns'), 4000);

      const { linked, seen } = linkUntil(2);
      await linked;

      expect(Math.min(...seen)).toBeLessThan(READ);
    });
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
    const byThreads = linkFile({ file: at('bad.csv'), out: at('none.csv'), threads: 2, onProgress });
    await expect(byThreads).rejects.toThrow(sentence);
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

test('ids with quotes, commas and blanks come out as they went in', async () => {
  await writeFile(at('odd.csv'), 'record_id,name\n"a""b,1",王燕\n"c\nd",李强\n');

  await linkFile({ file: at('odd.csv'), out: at('odd-out.csv'), onProgress });

  expect(await readFile(at('odd-out.csv'), 'utf8')).toBe('record_id,cluster_id\n"a""b,1","a""b,1"\n"c\nd","c\nd"\n');
});

test('one record is one person', async () => {
  await writeFile(at('one.csv'), '\ufeff记录号,姓名\n"a,1",王燕\n');

  await linkFile({ file: at('one.csv'), out: at('one-out.csv'), onProgress });

  expect(await readFile(at('one-out.csv'), 'utf8')).toBe('record_id,cluster_id\n"a,1","a,1"\n');
});
