import { describe, expect, test } from 'vitest';
import type { DuePage, TakenItem } from '../../../../src/programmes/contract.ts';
import { isValid, VALID_MS } from './account.ts';
import { localAnswer, type Taken } from './local-answer.ts';

const anItem = (resident: string, by: string, more: Partial<TakenItem['row']> = {}): TakenItem => ({
  row: {
    ...{ resident, name: '林晓明', sex: 'female', birthDate: '1956-04-05', division: '350102001', state: 'coming' },
    ...{ programme: 'hypertension', activity: 'follow-up', from: '2026-03-01', by },
    ...more,
  },
  lastDigits: '002X',
  form: {
    ...{ programme: 'hypertension', version: '2017', activity: 'follow-up', source: '', on: '2026-03-01', fields: 'f' },
    ...{ title: { zh: '', en: '' }, known: {}, values: {} },
    course: { resident, sex: 'female', born: undefined, died: undefined, division: '350102001', events: [] },
    basis: { resident, definition: '2017/f', division: '350102001', died: false, contacts: [] },
  },
});
const taken = (more: Partial<Taken> = {}): Taken => ({
  items: [
    anItem('b', '2026-03-05'),
    anItem('a', '2026-03-20'),
    anItem('c', '2026-04-01', { from: '2026-03-28', activity: 'exam' }),
  ],
  ...{ queue: [], fields: { f: [] }, today: '2026-03-10' },
  ...more,
});
const list = (path: string, of = taken()) => localAnswer(path, of) as DuePage;

describe('the due list without network', () => {
  test('has what was taken along, the most urgent first, with its states of today', () => {
    const { items, counts } = list('/api/due?count=50');

    expect(items.map(({ resident, state }) => [resident, state])).toEqual([
      ['b', 'overdue'],
      ['a', 'due'],
      ['c', 'coming'],
    ]);
    expect(counts).toEqual({ overdue: 1, due: 1, coming: 1 });
  });

  test('leaves out what is recorded already, and keeps other things to do of the same resident', () => {
    const items = [anItem('a', '2026-03-05'), anItem('a', '2026-03-06', { step: '6m' })];

    const shown = list(
      '/api/due',
      taken({ items, queue: [{ resident: 'a', programme: 'hypertension', activity: 'follow-up', step: '' }] }),
    );

    expect(shown.items.map(({ step }) => step)).toEqual(['6m']);
  });

  test('takes the filters and pages of the list', () => {
    expect(list('/api/due?activity=exam').items.map(({ resident }) => resident)).toEqual(['c']);
    expect(list('/api/due?division=350103').items).toEqual([]);
    const first = list('/api/due?count=2');
    expect(first.next).toBe('2');
    expect(list(`/api/due?count=2&cursor=${first.next}`)).toMatchObject({ items: [{ resident: 'c' }] });
    expect(list('/api/due?state=overdue')).toMatchObject({ items: [{ resident: 'b' }], counts: { due: 1 } });
  });
});

describe('a form without network', () => {
  test('is that of the activity, of today, and whose it is with four digits', () => {
    expect(localAnswer('/api/residents/a/contact-form?programme=hypertension&activity=follow-up', taken())).toMatchObject({
      on: '2026-03-10',
      fields: [],
    });
    expect(localAnswer('/api/residents/a/data', taken())).toMatchObject({
      values: { name: '林晓明' },
      documents: [{ numberMasked: '002X' }],
    });
  });

  test.each([
    '/api/residents/z/contact-form?programme=hypertension&activity=follow-up',
    '/api/residents/a/contact-form?programme=hypertension&activity=follow-up&contact=e1',
    '/api/residents/a/programmes',
    '/api/residents/z/data',
  ])('%s was not taken along', (path) => {
    expect(localAnswer(path, taken())).toBeUndefined();
  });
});

describe('what was taken along', () => {
  const record = { takenAtMs: 0, validUntilMs: VALID_MS, seenMs: VALID_MS / 2 };

  test('can be read for its time and not longer', () => {
    expect(isValid(record, VALID_MS - 1)).toBe(true);
    expect(isValid(record, VALID_MS)).toBe(false);
  });

  test('cannot be read by setting the clock back', () => {
    expect(isValid(record, 1000)).toBe(false);
  });
});
