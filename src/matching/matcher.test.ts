import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateResidents } from '../../bench/residents/generate.ts';
import { makeBlocks, roomForKeys } from './blocks.ts';
import { builtInModel } from './built-in.ts';
import { Comparer } from './compare.ts';
import { pickEdges } from './edges.ts';
import type { PersonRecord } from './few-people.ts';
import { KEY_SPACES } from './keys.ts';
import { type Judged, openKeys, openMatcher } from './matcher.ts';
import { forEachPair } from './pairs.ts';
import type { People } from './people.ts';
import { Scorer, worthsOf } from './scorer.ts';
import { peopleOf, type Written } from './testing.ts';

/** Records of the generated population, as a registration has them and as the bulk run reads them. */
let records: PersonRecord[];
let people: People;
const model = builtInModel();
const matcher = openMatcher(model);

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-matcher-'));
  const at = (name: string) => join(folder, name);
  await generateResidents({ records: at('people.csv'), truth: at('truth.csv'), traps: at('traps.csv') }, 1500, 77);
  const [heading = '', ...lines] = (await readFile(at('people.csv'), 'utf8')).trimEnd().split('\n');
  const names = heading.split(',');
  const written = lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
  await rm(folder, { recursive: true });
  people = peopleOf(written);
  records = written.map(toRecord);
});

const toRecord = (cells: Written): PersonRecord => ({
  id: cells['record_id'] ?? '',
  source: cells['source_org'],
  name: cells['name'],
  pinyin: cells['name_pinyin'],
  sex: cells['sex'],
  birthDate: cells['birth_date'],
  number: cells['id_no'],
  phone: cells['phone'],
  division: cells['division_code'],
  address: cells['address'],
  household: cells['household_no'],
});

/** All pairs that the bulk run would compare, each once. */
function candidatePairs(): [a: number, b: number][] {
  const { slots, places } = roomForKeys(people);
  const blocks = places.map((place) => makeBlocks(people, slots, place).blocks);
  const pairs: [number, number][] = [];
  for (const [index, { records: entries }] of blocks.entries())
    forEachPair(blocks, index, 0, entries.length, (a, b) => pairs.push([a, b]));
  return pairs;
}

const recordAt = (index: number): PersonRecord => records[index] ?? { id: '' };
const sumOf = ({ prior, parts }: Judged) => parts.reduce((sum, { weight, frequency }) => sum + weight + frequency, prior);

test('a pair judged alone has the score and the decision of the bulk run, whichever comes first', () => {
  const pairs = candidatePairs();
  const comparer = new Comparer(people);
  const scorer = new Scorer(people, worthsOf(people, model));
  const patterns = Uint32Array.from(pairs, ([a, b]) => comparer.pattern(a, b));
  const scores = Int32Array.from(pairs, ([a, b], pair) => scorer.score(a, b, patterns[pair] ?? 0) * 1024);
  const columns = { a: Uint32Array.from(pairs, ([a]) => a), b: Uint32Array.from(pairs, ([, b]) => b), patterns };
  const edges = pickEdges(people, comparer, [columns], [scores], model);
  const decided = new Map(
    Array.from(edges.a, (a, edge) => [`${a} ${edges.b[edge]}`, edges.links[edge] === 1 ? 'link' : 'review']),
  );

  expect(new Set(decided.values())).toEqual(new Set(['link', 'review']));
  for (const [pair, [a, b]] of pairs.entries()) {
    const [judged] = matcher.judge(recordAt(a), [recordAt(b)]);
    const [turned] = matcher.judge(recordAt(b), [recordAt(a)]);

    expect([a, b, judged?.score, judged?.decision]).toEqual([
      a,
      b,
      (scores[pair] ?? 0) / 1024,
      decided.get(`${a} ${b}`) ?? 'new',
    ]);
    expect(turned).toEqual({ ...judged, candidate: recordAt(a) });
  }
});

test('what fields add to a score is the score, to the last bit', () => {
  const [first = { id: '' }, ...others] = records.slice(0, 400);

  for (const judged of matcher.judge(first, others)) expect(sumOf(judged)).toBe(judged.score);
});

test('two records have a key in common exactly where the bulk run brings them together before it refines blocks', () => {
  const keysOf = openKeys();
  const keys = records.map((record) => new Set(keysOf(record).map(({ key }) => key)));
  const together = (a: number, b: number) =>
    KEY_SPACES.some((space) => {
      const found = new Set<number>();
      let meets = false;
      space.keys(people, a, (key) => found.add(key));
      space.keys(people, b, (key) => {
        meets ||= found.has(key);
      });
      return meets;
    });
  const pairs = candidatePairs();

  for (const [a, b] of pairs) expect([a, b, keys[a]?.isDisjointFrom(keys[b] ?? new Set())]).toEqual([a, b, false]);
  fc.assert(
    fc.property(fc.nat(records.length - 1), fc.nat(records.length - 1), (a, b) => {
      fc.pre(a !== b);
      expect(keys[a]?.isDisjointFrom(keys[b] ?? new Set())).toBe(!together(a, b));
    }),
    { numRuns: 20_000 },
  );
});

describe('keys', () => {
  const keysOf = openKeys();

  test('are not made by what is unknown', () => {
    expect(keysOf({ id: 'x', sex: '1', division: '350102', name: '无名氏', number: '', birthDate: '不详' })).toEqual([]);
  });

  test('of different spaces are never the same, and fit a bigint column', () => {
    const spaces = new Map<number, string>();
    for (const record of records)
      for (const { space, key } of keysOf(record)) {
        expect(spaces.get(key) ?? space).toBe(space);
        expect(Number.isSafeInteger(key)).toBe(true);
        spaces.set(key, space);
      }
    expect(new Set(spaces.values()).size).toBeGreaterThan(5);
  });

  test('do not depend on what was asked before, however much it was', () => {
    const many = openKeys();
    const first = keysOf(recordAt(0));

    for (let turn = 0; turn < 20_000; turn++)
      many({
        id: `${turn}`,
        name: `王${String.fromCharCode(0x4e00 + turn)}`,
        phone: `139${10_000_000 + turn}`,
        number: `A${turn}`,
        email: `${turn}@example.cn`,
        address: `${turn}号`,
      });

    expect(many(recordAt(0))).toEqual(first);
  });
});

const number = '370202195110258775';
const person = { name: '孙玉树', sex: '1', birthDate: '1951-10-25', division: '350102', phone: '18661360172' };

describe('a record against residents', () => {
  const resident = (...parts: Partial<PersonRecord>[]): PersonRecord[] =>
    parts.map((part, index) => ({ id: `r${index}`, ...person, ...part }));

  test('is linked to the surest of those that fit; the others are for somebody to look at', () => {
    const certain = resident({ number });
    const likely = resident({ household: '350102000000001' });

    const judged = matcher.judgeResident({ id: 'n', ...person, number, household: '350102000000001' }, [likely, certain]);

    expect(judged.link?.resident).toBe(1);
    expect(judged.review.map(({ resident, reason }) => [resident, reason])).toEqual([[0, 'cluster']]);
  });

  test('is new where nothing speaks for anybody', () => {
    const judged = matcher.judgeResident({ id: 'n', name: '王芳', birthDate: '1990-03-04' }, [resident({ number })]);

    expect(judged).toMatchObject({ link: undefined, review: [], residents: [{ decision: 'new' }] });
  });

  test('is not linked to somebody of whom another record has a different right number', () => {
    const other = resident({ phone: '13115156525', number: '370202195110258791' }, { phone: person.phone });

    const judged = matcher.judgeResident({ id: 'n', ...person, number }, [other]);

    expect(judged.link).toBeUndefined();
    expect(judged.residents[0]?.pairs.map(({ conflict }) => conflict)).toEqual(['numbers', undefined]);
  });

  test('is not linked to a twin', () => {
    const judged = matcher.judgeResident({ id: 'n', ...person, name: '孙玉林' }, [resident({})]);

    expect(judged.residents[0]).toMatchObject({ decision: 'new', best: { conflict: 'twins' } });
  });
});

test('a record with ten candidates is judged in a fraction of a millisecond', () => {
  const rounds = 400;
  const judgeAll = () => {
    for (let round = 0; round < rounds; round++) matcher.judge(recordAt(round), records.slice(round + 1, round + 11));
  };
  judgeAll();
  const before = process.cpuUsage();

  judgeAll();

  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000 / rounds).toBeLessThan(1);
});
