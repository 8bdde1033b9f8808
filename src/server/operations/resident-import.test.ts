import { read, utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';

const GULOU = '350102';
let network: TestNetwork;
let registrar: Caller;
beforeAll(async () => {
  network = await testNetwork(GULOU);
  registrar = await network.at(GULOU).as('registrar');
});
afterAll(() => network[Symbol.asyncDispose]());

const womanOf = (birthDate: string): string => {
  for (;;) {
    const number = anIdentityNumber(birthDate);
    if (Number(number[16]) % 2 === 0) return number;
  }
};

type Line = Readonly<Record<string, string | number>>;
const person = (name: string, more: Line = {}): Line => ({
  姓名: name,
  性别: '女',
  出生日期: '1984-05-06',
  证件号码: womanOf('1984-05-06'),
  现住区划: '350102001',
  ...more,
});

function sheetOf(lines: readonly Line[]): string {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.json_to_sheet([...lines]), '居民');
  return write(book, { type: 'base64', bookType: 'xlsx' });
}

const lookAt = async (content: string, by = registrar) =>
  (await by.api(
    'imports/residents',
    post({ name: '名单.xlsx', content }, { 'content-type': 'application/json' }),
  )) as unknown as {
    status: number;
    body: { id: string; code: string; at: string };
  };
const preview = async (id: string, by = registrar) =>
  (await by.api(`imports/residents/${id}?count=200`)).body as {
    counts: Record<string, number>;
    items: {
      line: number;
      outcome: string;
      resident?: string;
      faults: { at: string; kind: string }[];
      values: Record<string, string>;
    }[];
  };
async function writeAll(id: string, known = 'leave'): Promise<void> {
  const { status, body } = (await registrar.api(
    `imports/residents/${id}/write`,
    post({ known }, { 'content-type': 'application/json' }),
  )) as unknown as { status: number; body: { job: string } };
  if (status !== 200) throw new Error(`not begun: ${JSON.stringify(body)}`);
  const { jobs } = network.at(GULOU).running.platform;
  await network.until(async () => ['done', 'failed'].includes((await jobs.find(body.job))?.state ?? ''));
}
const patients = async (name: string) =>
  ((await network.at(GULOU).fhir(`Patient?_summary=count&name=${encodeURIComponent(name)}`)).body as { total: number }).total;

describe('a workbook of residents', () => {
  test('is looked at row by row, and nobody is written by that', async () => {
    const number = womanOf('1984-05-06');
    const known = await register(network.at(GULOU), aPerson({ name: '卢已登', number }));
    const twice = womanOf('1984-05-06');
    const content = sheetOf([
      person('卢新人'),
      person('卢已登', { 证件号码: number }),
      person('卢错号', { 证件号码: '350102198405060011' }),
      person('卢错码', { 婚姻状况: '未知的' }),
      person('卢重一', { 证件号码: twice }),
      person('卢重二', { 证件号码: twice }),
      person('卢外地', { 现住区划: '510104001' }),
      person('卢疑性', { 性别: '男' }),
    ]);

    const { body } = await lookAt(content);

    const { items, counts } = await preview(body.id);
    expect(items.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
      ...['2 new', '3 known', '4 wrong', '5 wrong', '6 new', '7 wrong', '8 new', '9 new'],
    ]);
    expect(items.map(({ faults }) => faults.map(({ at, kind }) => `${at} ${kind}`).join())).toEqual([
      ...['', '', 'documentNumber impossible', 'marital impossible', ''],
      ...['documentNumber impossible', 'homeDivision improbable', 'documentNumber improbable'],
    ]);
    expect(items[1]?.resident).toBe(known);
    expect(counts).toEqual({ new: 4, known: 1, wrong: 3 });
    expect(items[0]?.values['documentNumber']).toMatch(/^350102\*+/);
    expect(await patients('卢新人')).toBe(0);
  });

  test('is written once, and once more without anybody twice', async () => {
    const content = sheetOf([
      person('孔一'),
      person('孔二', { 证件号码: '', 婚姻状况: '10' }),
      person('孔三', { 证件号码: '1' }),
    ]);
    const first = await lookAt(content);
    await writeAll(first.body.id);

    const second = await lookAt(content);
    await writeAll(second.body.id);

    expect([(await preview(first.body.id)).counts, (await preview(second.body.id)).counts]).toEqual([
      { created: 2, wrong: 1 },
      { created: 1, unchanged: 1, wrong: 1 },
    ]);
    expect(await patients('孔一')).toBe(1);
  });

  test('changes residents who are known where that is asked for', async () => {
    const line = person('颜一');
    await writeAll((await lookAt(sheetOf([line]))).body.id);
    const again = await lookAt(sheetOf([{ ...line, phone: '13800000001' }]));

    await writeAll(again.body.id, 'update');

    expect((await preview(again.body.id)).counts).toEqual({ updated: 1 });
  });

  test('tells in a workbook what became of each row', async () => {
    const { body } = await lookAt(sheetOf([person('曾一'), person('曾二', { 性别: '不明' })]));
    await writeAll(body.id);

    const answer = (await registrar.api(`imports/residents/${body.id}/result?language=en`)).body as { content: string };

    const book = read(answer.content, { type: 'base64' });
    const lines = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 });
    expect(lines.map(([line, outcome]) => [line, outcome])).toEqual([
      ['Line', 'Outcome'],
      ['2', 'Created'],
      ['3', 'Wrong, not written'],
    ]);
    expect(lines[2]?.[3]).toMatch(/Sex/);
  });

  test('is written under the name of who said so, for each resident', async () => {
    const { body } = await lookAt(sheetOf([person('冉一')]));
    await writeAll(body.id);
    const [row] = (await preview(body.id)).items;

    const entries = await network.at(GULOU).running.platform.database.sql`
      select from audit.entry where resident = ${row?.resident ?? ''} and actor = 'registrar' and action = 'create'`;

    expect(entries.length).toBe(1);
  });

  test('is begun to be written once', async () => {
    const { body } = await lookAt(sheetOf([person('闵一')]));
    await writeAll(body.id);

    const again = await registrar.api(`imports/residents/${body.id}/write`, post({}, { 'content-type': 'application/json' }));

    expect([again.status, await patients('闵一')]).toEqual([409, 1]);
  });

  test('is cancelled between two pages of rows, goes on when resumed, and writes nobody twice', async () => {
    const names = Array.from({ length: 130 }, (_, at) => `端木${String.fromCodePoint(0x4e00 + at)}`);
    const { body } = await lookAt(sheetOf(names.map((name) => person(name))));
    const { jobs, database } = network.at(GULOU).running.platform;
    const begun = await registrar.api(
      `imports/residents/${body.id}/write`,
      post({ known: 'leave' }, { 'content-type': 'application/json' }),
    );
    const { job } = begun.body as { job: string };
    const written = async (): Promise<number> => {
      const [row] = await database.sql<{ count: number }[]>`
        select count(*)::integer as count from population.resident where starts_with(name, '端木')`;
      return row?.count ?? 0;
    };
    await network.until(async () => ((await jobs.find(job))?.done ?? 0) > 0);

    const cancelled = await registrar.api(`jobs/${job}/cancel`, { method: 'POST' });
    await network.until(async () => (await jobs.find(job))?.state === 'cancelled');
    const before = await written();
    const resumed = await registrar.api(`jobs/${job}/resume`, { method: 'POST' });
    await network.until(async () => (await jobs.find(job))?.state === 'done');

    expect([cancelled.status, resumed.status]).toEqual([204, 204]);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(130);
    expect(await written()).toBe(130);
    expect((await preview(body.id)).counts).toEqual({ created: 130 });
  });

  test('is nobody’s but of who brought it', async () => {
    const { body } = await lookAt(sheetOf([person('宰一')]));
    const other = await network.at(GULOU).as('public-health');

    const answers = await Promise.all(['', '/result'].map((what) => other.api(`imports/residents/${body.id}${what}`)));

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  test('that the template makes has every column, and is read when filled in', async () => {
    const answer = (await registrar.api('imports/residents/template?language=en')).body as { content: string };
    const book = read(answer.content, { type: 'base64' });
    const sheet = book.Sheets[book.SheetNames[0] ?? ''] ?? {};
    utils.sheet_add_json(sheet, [{ 'Type of document': 'x' }], { skipHeader: true, origin: 'A2' });

    const { status } = await lookAt(write(book, { type: 'base64', bookType: 'xlsx' }));

    expect(status).toBe(200);
  });
});

describe('a village doctor', () => {
  test('imports into the own township and nowhere else', async () => {
    const village = await network.at(GULOU).as('village');
    const lines = [person('宓一'), person('宓二', { 现住区划: '350102002' }), person('宓三', { 现住区划: '' })];

    const { body } = await lookAt(sheetOf(lines), village);

    expect((await preview(body.id, village)).items.map(({ outcome }) => outcome)).toEqual(['new', 'wrong', 'wrong']);
  });
});

describe('a file is refused, with where it fails, that', () => {
  const bookOf = (rows: unknown[][]) => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '表');
    return write(book, { type: 'base64', bookType: 'xlsx' }) as string;
  };

  test.each([
    ['is no workbook', () => Buffer.from('姓名,性别').toString('base64'), 'file'],
    ['is damaged', () => Buffer.from('PK\u0003\u0004 and then nothing').toString('base64'), 'file'],
    ['is empty', () => bookOf([]), '表'],
    ['has a heading that is no column', () => bookOf([['姓名', '性别', '出生日期', '星座'], ['甲']]), 'D1'],
    ['has a column twice', () => bookOf([['姓名', '性别', '出生日期', 'Name'], ['甲']]), 'D1'],
    ['lacks a column that is needed', () => bookOf([['性别', '出生日期'], ['女']]), 'A1'],
    [
      'has a number that lost its last digits',
      () =>
        bookOf([
          ['姓名', '性别', '出生日期', '证件号码'],
          ['甲', '女', '1984-05-06', 350102198405060000],
        ]),
      '表!D2',
    ],
  ])('%s', async (_, content, at) => {
    const answer = await lookAt(content());

    expect([answer.status, answer.body.code, answer.body.at]).toEqual([422, 'import-unreadable', at]);
  });

  test('is too long', async () => {
    const rows = Array.from({ length: 20_001 }, () => ['甲', '女', '1984-05-06']);

    const answer = await lookAt(bookOf([['姓名', '性别', '出生日期'], ...rows]));

    expect(answer.body.code).toBe('import-unreadable');
  });
});
