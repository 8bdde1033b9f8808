import { expect, test } from 'vitest';
import type { Registration, ReviewItem } from '../../../src/databases/population/linking/contract.ts';
import { around, compareFields, pairKey } from './pair.ts';

const aRegistration = (changes: Partial<Registration> = {}): Registration => ({
  patient: 'a',
  name: '林晓明',
  sex: 'female',
  birthDate: '1984-05-06',
  identityNumberMasked: '350102********0123',
  place: '350102',
  registeredAt: '2026-11-01T08:00:00Z',
  localNumbers: 0,
  trust: 'number-agrees',
  ...changes,
});
const aPair = (a: Partial<Registration>, b: Partial<Registration>, level = 'unknown') => ({
  a: aRegistration(a),
  b: aRegistration({ patient: 'b', ...b }),
  parts: [{ field: 'number', level, weight: 0, frequency: 0 }],
});
const markOf = (pair: ReturnType<typeof aPair>, field: string) => compareFields(pair).find(({ key }) => key === field)?.mark;

test('texts agree where they are the same; what one leaves out is neither', () => {
  const pair = aPair({ phoneMasked: '138****0001' }, { name: '林小明' });

  expect(['name', 'sex', 'phone', 'cardNumber'].map((field) => markOf(pair, field))).toEqual([
    'differs',
    'same',
    'oneOnly',
    'none',
  ]);
});

test('two numbers that look alike under the mask differ where the evidence says so', () => {
  const marks = ['same', 'conflict', 'unknown'].map((level) => markOf(aPair({}, {}, level), 'identityNumber'));

  expect(marks).toEqual(['same', 'differs', 'masked']);
});

test('the next pair is the one after it in the list', () => {
  const items = ['b', 'c', 'd'].map((patient) => aPair({}, { patient }) as unknown as ReviewItem);
  const keys = items.map(pairKey);

  expect(around(items, 'a,c')).toEqual({ at: 1, next: keys[2], previous: keys[0] });
  expect(around(items, 'a,d')).toEqual({ at: 2, previous: keys[1] });
  expect(around(items, 'a,x').at).toBe(-1);
});
