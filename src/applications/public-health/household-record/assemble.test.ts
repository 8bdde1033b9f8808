import { expect, test } from 'vitest';
import { dayNumber } from '../../../life-course/index.ts';
import { aLife, happened } from '../../../life-course/testing.ts';
import { openBook } from '../../../programmes/index.ts';
import { publicHealthProgrammes } from '../index.ts';
import { assembleHousehold, type HouseholdPerson } from './assemble.ts';

const book = openBook(publicHealthProgrammes);
const seen = (programme: string) => programme !== 'mental';
const ask = (people: readonly HouseholdPerson[], today: string) =>
  assembleHousehold(
    { id: 'h', address: '东街口 86 号', people },
    {
      ...{ book, today: dayNumber(today), mayBeSeen: seen },
      words: (name, value) => ({ title: { zh: name, en: name }, value: { zh: String(value), en: String(value) } }),
    },
  );
const person = (name: string, ...events: ReturnType<typeof happened>[]): HouseholdPerson => ({
  ...{ id: name, name, sex: 'female', isHead: false },
  course: aLife({ born: '1950-05-06', events }),
});
const enrolled = (programme: string) => happened('2026-01-05', { enrolled: programme });
const signed = happened('2026-01-05', {
  ...{ contact: 'family-doctor/signing', familyDoctorTeam: '陈静团队', contractPackages: '1 3' },
  ...{ contractFrom: '2026-01-05', contractUntil: '2027-01-04' },
});

test('the home is as it was told last, whoever told it', () => {
  const opened = (on: string, fuel: string) => happened(on, { contact: 'health-record/opening', fuel });

  const { home, members } = ask([person('甲', opened('2025-03-01', '1')), person('乙', opened('2026-03-01', '2'))], '2026-06-01');

  expect(home).toMatchObject([{ key: 'fuel', value: { zh: '2' }, on: '2026-03-01', by: '乙' }]);
  expect(members.map(({ hasRecord }) => hasRecord)).toEqual([true, true]);
});

test('what several are managed for is shared, and what may not be seen is not there', () => {
  const { shared, members } = ask(
    [person('甲', enrolled('hypertension'), enrolled('mental')), person('乙', enrolled('hypertension'), enrolled('mental'))],
    '2026-06-01',
  );

  expect(shared).toMatchObject([{ members: ['甲', '乙'] }]);
  expect(shared).toHaveLength(1);
  expect(members[0]?.managed).toHaveLength(1);
  expect(members[0]?.due.map(({ programme }) => programme)).toContain('hypertension');
  expect(members[0]?.due.map(({ programme }) => programme)).not.toContain('mental');
});

test.each([
  ['2026-06-01', [enrolled('family-doctor'), signed], 'in-force'],
  ['2026-12-20', [enrolled('family-doctor'), signed], 'renewal'],
  ['2027-02-01', [enrolled('family-doctor'), signed], 'expired'],
  ['2026-06-01', [signed], 'ended'],
])('a contract on %s is %#', (today, events, state) => {
  const [member] = ask([person('甲', ...events)], today).members;

  expect(member?.contract).toMatchObject({ state, team: '陈静团队', until: '2027-01-04', packages: [{ zh: '1' }, { zh: '3' }] });
});

test('the rows of the family history each have their relative', () => {
  const told = happened('2026-01-05', { 'familyDiseases#1': '02', 'familyRelation#1': '51', 'familyDiseases#2': '03' });

  const [member] = ask([person('甲', told)], '2026-06-01').members;

  expect(member?.familyHistory).toEqual([
    { diseases: { zh: '02', en: '02' }, relation: { zh: '51', en: '51' } },
    { diseases: { zh: '03', en: '03' } },
  ]);
});

test('of whom nothing is kept yet is a member all the same', () => {
  const { members } = ask([{ ...person('甲'), course: undefined }], '2026-06-01');

  expect(members).toMatchObject([{ name: '甲', hasRecord: false, managed: [], due: [] }]);
});
