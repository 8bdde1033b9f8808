import { beforeAll, describe, expect, test } from 'vitest';
import { Dice } from '../../bench/residents/random.ts';
import { Problem } from '../kernel/index.ts';
import { Comparer } from './compare.ts';
import type { Linkage } from './link.ts';
import { parseModel } from './model.ts';
import { Scorer, worthsOf } from './scorer.ts';
import { linkHere, peopleOf, type Written } from './testing.ts';

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰';

/** People who differ in everything, each with three records: whole, without a number, and with a typing error in the telephone. */
function residents(count: number): Written[] {
  const dice = new Dice(4);
  return Array.from({ length: count }, () => {
    const birth = `${dice.whole(1940, 2010)}-${dice.whole(10, 12)}-${dice.whole(10, 28)}`;
    const sequence = dice.whole(100, 999);
    const name = dice.pick(SURNAMES) + dice.pick(GIVEN) + dice.pick(GIVEN);
    const number = withCheck(`350102${birth.replaceAll('-', '')}${sequence}`);
    const phone = `13${dice.whole(100_000_000, 999_999_999)}`;
    const sex = sequence % 2 === 1 ? '1' : '2';
    const whole = { name, sex, birth_date: birth, id_no: number, phone, division_code: '350102' };
    return [whole, { ...whole, id_no: '' }, { ...whole, phone: `${phone.slice(0, 9)}00` }];
  }).flat();
}

function withCheck(first: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first.charAt(at)), 0);
  return first + '10X98765432'.charAt(sum % 11);
}

const crowd = residents(150).map((record, index) => ({ ...record, record_id: `crowd-${String(index).padStart(3, '0')}` }));

/** Sets of record ids that became one person. */
function groupsOf(records: readonly Written[], { roots }: Linkage): string[] {
  const groups = Map.groupBy(records, (_, index) => roots[index]);
  return [...groups.values()]
    .map((group) =>
      group
        .map(({ record_id }) => record_id)
        .toSorted()
        .join(' '),
    )
    .toSorted();
}

let plain: Linkage;
beforeAll(async () => {
  plain = await linkHere(crowd);
});

describe('a crowd with three records each', () => {
  test('becomes so many people', () => {
    const expected = Array.from({ length: 150 }, (_, person) =>
      [0, 1, 2].map((copy) => crowd[person * 3 + copy]?.record_id).join(' '),
    );

    expect(groupsOf(crowd, plain)).toEqual(expected);
  });

  test('becomes the same people in any order', async () => {
    const turned = crowd.toReversed();

    const linkage = await linkHere(turned);

    expect(groupsOf(turned, linkage)).toEqual(groupsOf(crowd, plain));
    expect(linkage.model).toEqual(plain.model);
  });

  test('becomes the same people by the model that it taught', async () => {
    const model = parseModel(JSON.parse(JSON.stringify(plain.model)));
    if (model instanceof Problem) throw model;

    const linkage = await linkHere(crowd, model);

    expect(groupsOf(crowd, linkage)).toEqual(groupsOf(crowd, plain));
  });

  test('is expected to be right and whole', () => {
    expect(plain.expected.precision).toBeGreaterThan(0.99);
    expect(plain.expected.recall).toBeGreaterThan(0.95);
  });
});

describe('people who are easily taken for one', () => {
  const base = { name: '孙玉树', sex: '1', birth_date: '1951-10-25', division_code: '350102' };
  const one = { ...base, record_id: 'one', id_no: '370202195110258775', phone: '18661360172' };
  const other = { ...base, record_id: 'other', id_no: '370202195110258791', phone: '13115156525' };

  test('are not bridged by a record without a number', async () => {
    const between = { ...base, record_id: 'between', phone: '18661360172' };
    const records = [...crowd, one, other, between];

    const linkage = await linkHere(records);

    const groups = groupsOf(records, linkage);
    expect(groups).toContain('between one');
    expect(groups).toContain('other');
  });

  test('are shown to somebody where all agrees but a number that was mistyped and still came out right', async () => {
    const whole: Written = crowd[0] ?? {};
    const mistyped = {
      ...whole,
      record_id: 'mistyped',
      id_no: withCheck(`${whole['id_no']?.slice(0, 5)}3${whole['id_no']?.slice(6, 17)}`),
    };
    const records = [...crowd, mistyped];

    const linkage = await linkHere(records);

    const item = linkage.review.find(({ a, b }) => [records[a], records[b]].includes(mistyped));
    expect(item).toMatchObject({ reason: 'numbers' });
    expect(groupsOf(records, linkage)).toContain('mistyped');
  });
});

test('what fields add to a score is the score, to the last bit', () => {
  const people = peopleOf(crowd);
  const [comparer, scorer] = [new Comparer(people), new Scorer(people, worthsOf(people, plain.model))];

  for (let other = 1; other < 60; other++) {
    const pattern = comparer.pattern(0, other);
    const parts = scorer.parts(0, other, pattern);
    expect(parts.reduce((sum, { weight, frequency }) => sum + weight + frequency, scorer.prior)).toBe(
      scorer.score(0, other, pattern),
    );
  }
});

describe('a model that was written', () => {
  test.each([
    ['format', { format: 'other' }],
    ['version', { version: 2 }],
    ['prior', { prior: 0 }],
    ['fields', { fields: [] }],
    ['households', { households: 'yes' }],
    ['rules.linkError', { rules: { linkError: 'few' } }],
    ['rules.luck', { rules: { luck: 1 } }],
    [
      'thresholds.other',
      {
        thresholds: { ...{ numbered: { link: 4, review: 1 }, agreeing: { link: 4, review: 1 } }, other: { link: 1, review: 4 } },
      },
    ],
    [
      'frequencies.given',
      { frequencies: { surname: { written: {}, sound: {}, rareWritten: 0.1, rareSound: 0.1 }, birthDate: {} } },
    ],
  ])('is refused with its place: %s', (at, change) => {
    expect(parseModel({ ...plain.model, ...change })).toMatchObject({ code: 'input-invalid', at });
  });
});

test('a model without rules of its own has the usual ones, and one that has others is used with them', async () => {
  const { rules: _, ...without } = plain.model;
  const cautious = parseModel({ ...plain.model, rules: { reviewLeast: 0, reviewShare: 0 } });
  if (cautious instanceof Problem) throw cautious;

  expect(parseModel(without)).toEqual(plain.model);
  expect((await linkHere(crowd, cautious)).review).toEqual([]);
});
