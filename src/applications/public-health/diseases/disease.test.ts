import { describe, expect, test } from 'vitest';
import { cardFaults } from './card-fields.ts';
import { diseaseCodes, diseaseOfIcd10, diseasesOn, findDisease } from './disease.ts';
import { isSameEpisode, monthsBetween } from './record-case.ts';
import { aCard } from './testing.ts';
import { actsIn, deadlineAfter, stateAfter, timeliness } from './timeliness.ts';

const ON = '2026-11-12';
const diseasesOnly = (on: string) => diseasesOn(on).filter(({ code, family }) => code === family);
const countOf = (on: string, of: string) => diseasesOnly(on).filter((one) => one.class === of).length;

describe('the list of notifiable diseases', () => {
  test('has 2, 29 and 11 diseases since 2026-04-01 (announcement 2026 no. 3)', () => {
    expect([countOf(ON, 'A'), countOf(ON, 'B'), countOf(ON, 'C')]).toEqual([2, 29, 11]);
  });

  test('has 2, 27 and 11 under the law in force from 2025-09-01', () => {
    expect([countOf('2025-09-01', 'A'), countOf('2025-09-01', 'B'), countOf('2025-09-01', 'C')]).toEqual([2, 27, 11]);
  });

  test('names each code once, and each form a disease that is there', () => {
    expect(new Set(diseaseCodes).size).toBe(diseaseCodes.length);
    expect(diseasesOn(ON).filter(({ family }) => !findDisease(family, ON))).toEqual([]);
  });

  // Law 2025, art. on measures: SARS and pulmonary anthrax are class B under the measures of class A
  test.each([
    ['plague', 'A', 2],
    ['cholera', 'A', 2],
    ['sars', 'A', 2],
    ['anthrax-pulmonary', 'A', 2],
    ['anthrax-cutaneous', 'B', 24],
    ['measles', 'B', 24],
    ['hand-foot-mouth', 'C', 24],
    ['poliomyelitis', 'B', 24],
    ['influenza-h7n9', 'B', 24],
  ])('%s is managed as %s and due within %d h', (code, managed, hours) => {
    expect(findDisease(code, ON)).toMatchObject({ managedAs: managed, deadlineHours: hours });
  });

  test('COVID-19 was managed as class A until 2023-01-07 (announcement 2022 no. 7)', () => {
    expect([findDisease('covid-19', '2023-01-07')?.managedAs, findDisease('covid-19', '2023-01-08')?.managedAs]).toEqual([
      'A',
      'B',
    ]);
  });

  test('chikungunya is notifiable from 2026-04-01, not a day before', () => {
    expect([findDisease('chikungunya', '2026-03-31'), findDisease('chikungunya', '2026-04-01')?.class]).toEqual([undefined, 'B']);
  });

  test.each([
    ['B05.9', 'measles'],
    ['A22.1', 'anthrax-pulmonary'],
    ['A15.0', 'tuberculosis-positive'],
    ['A15.9', 'pulmonary-tuberculosis'],
    ['B18.1', 'hepatitis-b'],
    ['B50.8', 'malaria-falciparum'],
    ['A51.5', 'syphilis-latent'],
    ['b08.401', 'hand-foot-mouth'],
    ['I10', undefined],
    ['A05.9', undefined],
  ])('ICD-10 %s tells %s', (icd10, code) => {
    expect(diseaseOfIcd10(icd10, ON)?.code).toBe(code);
  });
});

describe('the deadline of a card', () => {
  const diagnosed = new Date('2026-11-12T09:00:00+08:00');

  test('of class A is two hours after the diagnosis, and the last minute is in time', () => {
    const deadline = deadlineAfter(diagnosed, 2);

    expect(deadline.toISOString()).toBe('2026-11-12T03:00:00.000Z');
    expect(timeliness(deadline, deadline, diagnosed).leftMinutes).toBe(0);
  });

  test('that has passed says by how much, and that it was done', () => {
    const result = timeliness(deadlineAfter(diagnosed, 24), new Date('2026-11-13T10:30:00+08:00'), diagnosed);

    expect(result).toMatchObject({ leftMinutes: -90, isDone: true });
  });

  test('that runs is judged by now', () => {
    expect(timeliness(deadlineAfter(diagnosed, 2), undefined, new Date('2026-11-12T10:00:00+08:00'))).toMatchObject({
      leftMinutes: 60,
      isDone: false,
    });
  });
});

describe('the states of a case', () => {
  test('a returned card is corrected, and then waits again', () => {
    expect([stateAfter('returned', 'accept'), stateAfter('returned', 'correct')]).toEqual([undefined, 'reported']);
  });

  test('what is no case is not closed, and a closed one can be corrected', () => {
    expect([stateAfter('refuted', 'close'), stateAfter('closed', 'correct')]).toEqual([undefined, 'reported']);
    expect(actsIn('refuted')).toEqual(['correct']);
  });
});

describe('what cannot stand on a card', () => {
  const faultsOf = (values: Record<string, unknown>, birthDate = '2017-01-05') =>
    cardFaults(aCard({ diagnosedAt: '2026-11-12T09:00:00+08:00', ...values }) as Parameters<typeof cardFaults>[0], {
      birthDate,
      deceasedOn: undefined,
    }).map(({ at }) => at);

  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing wrong', {}, []],
    ['an onset after the diagnosis', { onsetOn: '2026-11-13' }, ['onsetOn']],
    ['an onset before the birth', { onsetOn: '2016-11-13' }, ['onsetOn']],
    ['a pupil without school', { setting: undefined }, ['setting']],
    ['a child of nine without parent', { guardian: undefined }, ['guardian']],
    ['hepatitis B without its course', { disease: 'hepatitis-b' }, ['course']],
    ['a carrier who died of it', { classification: '4', diedOn: '2026-11-12' }, ['diedOn']],
    [
      'a disease that was not notifiable then',
      { disease: 'sfts', diagnosedAt: '2026-03-12T09:00:00+08:00', onsetOn: '2026-03-10' },
      ['disease'],
    ],
  ])('%s', (_, values, faults) => {
    expect(faultsOf(values)).toEqual(faults);
  });

  test('from the day of the fourteenth birthday no parent is asked for', () => {
    expect([faultsOf({ guardian: undefined }, '2012-11-10'), faultsOf({ guardian: undefined }, '2012-11-11')]).toEqual([
      [],
      ['guardian'],
    ]);
  });
});

describe('a card of the same illness', () => {
  const card = (diagnosedAt: string, disease = 'measles') =>
    ({ ...aCard({ disease, diagnosedAt }) }) as Parameters<typeof isSameEpisode>[1];
  const known = { family: 'measles', state: 'accepted' as const, diagnosedAt: new Date('2026-11-01T09:00:00+08:00') };

  test('of measles is one within 30 days', () => {
    expect([
      isSameEpisode(known, card('2026-12-01T09:00:00+08:00')),
      isSameEpisode(known, card('2026-12-01T09:01:00+08:00')),
    ]).toEqual([true, false]);
  });

  test('of another disease, or of what was no case, is none', () => {
    expect(isSameEpisode(known, card('2026-11-02T09:00:00+08:00', 'rubella'))).toBe(false);
    expect(isSameEpisode({ ...known, state: 'refuted' }, card('2026-11-02T09:00:00+08:00'))).toBe(false);
  });

  test('of AIDS is one for the whole life, HIV infection before it included', () => {
    const hiv = { family: 'aids', state: 'accepted' as const, diagnosedAt: new Date('2011-01-01T09:00:00+08:00') };

    expect(isSameEpisode(hiv, card('2026-11-02T09:00:00+08:00', 'aids'))).toBe(true);
  });
});

test.each([
  ['2026-01-15', '2026-11-14', 9],
  ['2026-01-15', '2026-11-15', 10],
  ['2026-11-15', '2026-11-01', 0],
])('from %s to %s are %d whole months', (from, to, months) => {
  expect(monthsBetween(from, to)).toBe(months);
});
