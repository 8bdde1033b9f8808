import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relations } from '../../../standards/index.ts';
import { addressOf, changeHead, headOf, join, leave, membersIn, newHousehold, relationOfChild, withAddress } from './changes.ts';

const empty = newHousehold('h', { name: '林父', on: '2020-01-01', address: '南街 1 号' });
const couple = join(join(empty, { id: 'man', relation: '02', on: '2020-01-01' }), {
  id: 'woman',
  relation: '12',
  on: '2020-01-01',
});

describe('a household', () => {
  test('has one head, and everybody once', () => {
    expect(headOf(couple)).toBe('man');
    expect(() => join(couple, { id: 'woman', relation: '12', on: '2021-01-01' })).toThrow(
      expect.objectContaining({ code: 'household-conflict' }),
    );
    expect(() => join(couple, { id: 'guest', relation: '02', on: '2021-01-01' })).toThrow(
      expect.objectContaining({ at: 'relation' }),
    );
  });

  test('keeps who left, with the day, and takes them in again', () => {
    const left = leave(couple, { id: 'woman', on: '2024-05-01' });
    const back = join(left, { id: 'woman', relation: '12', on: '2025-05-01' });

    expect(membersIn(left)).toMatchObject([
      { id: 'man', isCurrent: true },
      { id: 'woman', isCurrent: false, since: '2020-01-01', until: '2024-05-01' },
    ]);
    expect(membersIn(back).filter(({ isCurrent }) => isCurrent)).toHaveLength(2);
    expect([left['quantity'], back['quantity']]).toEqual([1, 2]);
  });

  test('has another head from a day on, and says anew what each is to that one', () => {
    const changed = changeHead(couple, { head: 'woman', relationsTo: { man: '11' }, on: '2024-05-01' });

    expect(headOf(changed)).toBe('woman');
    expect(membersIn(changed)).toMatchObject([
      { id: 'man', relation: '02', until: '2024-05-01' },
      { id: 'man', relation: '11', since: '2024-05-01' },
      { id: 'woman', relation: '12', until: '2024-05-01' },
      { id: 'woman', relation: '02', since: '2024-05-01' },
    ]);
    expect(() => changeHead(couple, { head: 'woman', relationsTo: {}, on: '2024-05-01' })).toThrow(
      expect.objectContaining({ at: 'relations.man' }),
    );
  });

  test('moves, and keeps where it lived', () => {
    const moved = withAddress(empty, '北街 2 号', '2024-05-01');

    expect(addressOf(moved)).toBe('北街 2 号');
    expect(moved['characteristic']).toMatchObject([
      { period: { start: '2020-01-01', end: '2024-05-01' } },
      { period: { start: '2024-05-01' } },
    ]);
  });

  test('counts who is there, whatever joins and leaves', () => {
    const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), joins: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const there = new Set<string>();
        let group = empty;
        for (const { id, joins } of steps) {
          const isDone = joins !== there.has(id);
          if (!isDone) continue;
          group = joins ? join(group, { id, relation: '99', on: '2024-01-01' }) : leave(group, { id, on: '2024-01-01' });
          if (joins) there.add(id);
          else there.delete(id);
        }
        const current = membersIn(group).filter(({ isCurrent }) => isCurrent);
        expect(new Set(current.map(({ id }) => id))).toEqual(there);
        expect(current).toHaveLength(there.size);
      }),
    );
  });

  test('names a newborn by what the mother is to the head', () => {
    expect([
      relationOfChild('12', 'male'),
      relationOfChild('38', 'female'),
      relationOfChild('32', 'male'),
      relationOfChild('99', 'male'),
    ]).toEqual(['20', '42', '43', '97']);
    for (const { code } of relations.all) expect(relations.find(relationOfChild(code, 'female'))).toBeDefined();
  });
});
