import { describe, expect, test } from 'vitest';
import { answer, days, type LifeCourse, latest, product, quotient, round } from '../../../../src/life-course/index.ts';
import type { ContactFieldView } from '../../../../src/programmes/contract.ts';
import { compileForm } from './asked.ts';

const course: LifeCourse = {
  ...{ resident: 'r', sex: 'female', born: 0, died: undefined, division: '350102' },
  events: [{ day: 100, until: undefined, place: undefined, facts: { smoking: '3' }, sources: [] }],
};
const aField = (key: string, more: Partial<ContactFieldView> = {}): ContactFieldView => ({
  ...{ key, name: { zh: key, en: key }, type: 'decimal', required: false, group: { zh: '一', en: 'one' } },
  ...more,
});
const keysOf = (fields: readonly ContactFieldView[]) => fields.map(({ key }) => key);

describe('a form while it is filled in', () => {
  test('asks only what follows from the answers so far', () => {
    const ask = compileForm(
      [
        aField('reaction', { type: 'flag' }),
        aField('which', { type: 'text', when: answer('reaction').equals(true) }),
        aField('more', { type: 'text', when: answer('which').isKnown() }),
      ],
      course,
    );

    const [none, some] = [ask({ which: 'cough' }, '2026-01-01'), ask({ reaction: true, which: 'cough' }, '2026-01-01')];

    expect(keysOf(none.fields)).toEqual(['reaction']);
    expect(none.facts).toEqual({});
    expect(keysOf(some.fields)).toEqual(['reaction', 'which', 'more']);
  });

  test('works out what is not typed, from texts as they are typed', () => {
    const metres = quotient(answer('height'), 100);
    const value = round(quotient(answer('weight'), product(metres, metres)), 1);
    const ask = compileForm([aField('weight'), aField('height'), aField('index', { value })], course);

    expect(ask({ weight: '70', height: '165' }, '2026-01-01').worked).toEqual({ index: 25.7 });
    expect(ask({ weight: '70', height: '' }, '2026-01-01').worked).toEqual({ index: '' });
  });

  test('asks the life of the resident as of the day of the contact', () => {
    const ask = compileForm([aField('quit', { when: latest('smoking', { in: days(30) }).equals('3') })], course);

    expect(keysOf(ask({}, '1970-04-20').fields)).toEqual(['quit']);
    expect(keysOf(ask({}, '1971-04-20').fields)).toEqual([]);
  });

  test('offers one row more than are begun, and requires nothing of a row that is not', () => {
    const rows = [1, 2, 3].map((row) =>
      aField(`drug#${row}`, { type: 'text', required: true, group: { zh: `药 ${row}`, en: `Drugs ${row}` } }),
    );
    const ask = compileForm(rows, course);

    const [empty, one] = [ask({}, '2026-01-01'), ask({ 'drug#1': 'amlodipine' }, '2026-01-01')];

    expect(empty.fields.map(({ key, required }) => [key, required])).toEqual([['drug#1', false]]);
    expect(one.fields.map(({ key, required }) => [key, required])).toEqual([
      ['drug#1', true],
      ['drug#2', false],
    ]);
  });
});
