import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import type { Database } from '../../store/index.ts';
import { type IndexEntry, replaceEntries } from './entries.ts';
import { agree, locateResident } from './locate.ts';

const IDENTITY = 'urn:oid:2.16.156.10011.1.3';
const CARD = 'urn:oid:2.16.156.10011.1.19';

let database: Database & AsyncDisposable;
beforeEach(async () => {
  database = await freshDatabase();
  return () => database[Symbol.asyncDispose]();
});

const identity = (value: string) => ({ system: IDENTITY, value });
const card = (value: string) => ({ system: CARD, value });
const anEntry = (
  home: string,
  patient: string,
  identifiers: IndexEntry['identifiers'],
  changes: Partial<IndexEntry> = {},
): IndexEntry => ({
  home,
  patient,
  name: '林晓明',
  sex: 'female',
  birthDate: '1984-05-06',
  place: home,
  identifiers,
  holdings: [],
  ...changes,
});
const know = (...entries: IndexEntry[]) => replaceEntries(database.sql, entries);
const locate = async (wanted: IndexEntry['identifiers'], like?: { birthDate?: string; sex?: string }) => {
  const { found, disagreeing } = await locateResident(database.sql, '000000', wanted, like);
  return { at: found.map(({ home, patient }) => `${home}/${patient}`), disagreeing };
};

describe('where a resident is known', () => {
  test('everywhere under the number', async () => {
    await know(
      anEntry('350102', 'a', [identity('1')]),
      anEntry('510104', 'b', [identity('1')]),
      anEntry('350181', 'c', [identity('2')]),
    );

    const result = await locate([identity('1')]);

    expect(result).toEqual({ at: ['350102/a', '510104/b'], disagreeing: 0 });
  });

  test('the same digits under another system are another number', async () => {
    await know(anEntry('350102', 'a', [card('1')]));

    const result = await locate([identity('1')]);

    expect(result.at).toEqual([]);
  });

  test('a card leads by the identity number on it to places that never saw the card', async () => {
    await know(anEntry('350102', 'a', [identity('1'), card('9')]), anEntry('510104', 'b', [identity('1')]));

    const result = await locate([card('9')]);

    expect(result.at).toEqual(['350102/a', '510104/b']);
  });

  test('a number that only one house gives out leads nowhere else', async () => {
    const file = { system: 'urn:hospital:file', value: '7' };
    await know(
      anEntry('350102', 'a', [file]),
      anEntry('350181', 'b', [file, identity('1')]),
      anEntry('510104', 'c', [identity('1')]),
    );

    const result = await locate([identity('1'), file]);

    expect(result.at).toEqual(['350181/b', '510104/c']);
  });

  test('another birth date or sex under the same number is left out, and counted', async () => {
    await know(
      anEntry('350102', 'a', [identity('1')]),
      anEntry('350181', 'b', [identity('1')], { birthDate: '1990-01-01' }),
      anEntry('510104', 'c', [identity('1')], { sex: 'male' }),
    );

    const result = await locate([identity('1')]);

    expect(result).toEqual({ at: ['350102/a'], disagreeing: 2 });
  });

  test('what the asker knows of the resident decides, not who comes first', async () => {
    await know(anEntry('350102', 'a', [identity('1')]), anEntry('510104', 'b', [identity('1')], { birthDate: '1990-01-01' }));

    const result = await locate([identity('1')], { birthDate: '1990-01-01', sex: 'female' });

    expect(result).toEqual({ at: ['510104/b'], disagreeing: 1 });
  });

  test('nobody is led on by the numbers of somebody who was left out', async () => {
    await know(
      anEntry('350102', 'a', [identity('1')]),
      anEntry('350181', 'b', [identity('1'), card('9')], { birthDate: '1990-01-01' }),
      anEntry('510104', 'c', [card('9')]),
    );

    const result = await locate([identity('1')]);

    expect(result).toEqual({ at: ['350102/a'], disagreeing: 1 });
  });

  test('who does not say birth date or sex agrees with everybody, but brings no two together', async () => {
    const unknown = { sex: 'unknown', birthDate: undefined };
    await know(
      anEntry('350102', 'a', [identity('1')], unknown),
      anEntry('350181', 'b', [identity('1')], { birthDate: '1984-05-06' }),
      anEntry('510104', 'c', [identity('1')], { birthDate: '1990-01-01' }),
    );

    const result = await locate([identity('1')]);

    expect(result).toEqual({ at: ['350102/a', '350181/b'], disagreeing: 1 });
  });

  test('a chain of numbers without end comes to an end', async () => {
    const chain = Array.from({ length: 20 }, (_, index) =>
      anEntry('350102', `p${index}`, [card(`${index}`), card(`${index + 1}`)]),
    );
    await know(...chain);

    const result = await locate([card('0')]);

    expect(result.at.length).toBeLessThan(20);
    expect(result.at).toContain('350102/p0');
  });

  test('nobody is found without a number', async () => {
    await know(anEntry('350102', 'a', [identity('1')]));

    const result = await locate([]);

    expect(result).toEqual({ at: [], disagreeing: 0 });
  });
});

describe('agreement of two records', () => {
  const person = fc.record({
    birthDate: fc.constantFrom(undefined, '1984-05-06', '1990-01-01'),
    sex: fc.constantFrom(undefined, 'unknown', 'female', 'male'),
  });

  test('is mutual, and everybody agrees with themselves', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        expect(agree(one, other)).toBe(agree(other, one));
        expect(agree(one, one)).toBe(true);
      }),
    );
  });
});
