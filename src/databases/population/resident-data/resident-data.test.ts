import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityNumber } from '../../../standards/index.ts';
import { aPatient, storeForTests, type TestStore } from '../../../store/testing.ts';
import type { Identified } from '../parts.ts';
import { elements } from './elements.ts';
import { residentData } from './read.ts';
import { assignRecordNumber } from './record-number.ts';
import { withData } from './write.ts';

const now = new Date('2026-11-20T08:00:00Z');
const patient: Identified = aPatient({
  id: 'p',
  place: '350102001',
  gender: 'female',
  birthDate: '1949-12-31',
  name: [{ use: 'official', text: '林建国' }],
  identifier: [{ use: 'official', system: identityNumber, value: '110105491231002' }],
  photo: [{ title: '近照' }],
  telecom: [{ system: 'email', value: 'a@example.com' }],
});

describe('the data of a resident as a form', () => {
  test('write what they read, whatever may be chosen, and lose nothing that no form knows', () => {
    const chosen = fc.record(
      Object.fromEntries(
        elements
          .filter(({ codes, key }) => codes && key !== 'sex')
          .map(({ key, codes }) => [key, fc.constantFrom(...(codes?.all ?? []).map(({ code }) => code))]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(chosen, fc.stringMatching(/^[一-龥]{2,4}$/), (codes, employer) => {
        const { patient: written, faults } = withData(patient, { ...codes, employer }, now);

        expect(faults).toEqual([]);
        for (const [key, code] of Object.entries({ ...codes, employer }))
          expect(elements.find((one) => one.key === key)?.read(written)).toBe(code);
        expect(written).toMatchObject({
          photo: patient['photo'],
          telecom: patient['telecom'],
          identifier: patient['identifier'],
        });
        const again = Object.fromEntries(Object.keys({ ...codes, employer }).map((key) => [key, null]));
        expect(withData(written, again, now).patient).toEqual(patient);
      }),
    );
  });

  test('what is given as it is changes nothing', () => {
    const values = Object.fromEntries(elements.map(({ key, read, secret }) => [key, secret ? '' : read(patient)]));

    expect(withData(patient, values, now)).toEqual({ patient, faults: [] });
  });

  test('a new name and a new home keep the old ones', () => {
    const { patient: written } = withData(
      patient,
      { name: '林建设', homeAddress: '南街 2 号', registeredAddress: '北街 1 号' },
      now,
    );

    expect(written['name']).toEqual([
      { use: 'official', text: '林建设', period: { start: '2026-11-20' } },
      { use: 'old', text: '林建国', period: { end: '2026-11-20' } },
    ]);
    const { patient: moved } = withData(written, { homeAddress: '西街 3 号' }, now);
    expect(moved['address']).toMatchObject([
      { text: '西街 3 号', use: 'home' },
      { text: '北街 1 号' },
      { text: '南街 2 号', use: 'old' },
    ]);
    expect(elements.find(({ key }) => key === 'registeredAddress')?.read(moved)).toBe('北街 1 号');
  });

  test.each([
    ['documentNumber', { documentType: '03', documentNumber: 'E' }],
    ['documentNumber', { documentType: '01', documentNumber: '11010519491231002X1' }],
    ['documentType', { documentNumber: 'E12345678' }],
    ['homeDivision', { homeDivision: '999999' }],
    ['ethnicity', { ethnicity: '99x' }],
    ['birthDate', { birthDate: '2027-01-01' }],
    ['name', { name: '' }],
    ['shoeSize', { shoeSize: '42' }],
  ])('a fault names %s', (at, given) => {
    const { patient: same, faults } = withData(patient, given, now);

    expect(faults).toMatchObject([{ at, kind: 'impossible' }]);
    expect(same).toBe(patient);
  });

  test('a date of birth that the identity number does not have is asked about', () => {
    expect(withData(patient, { birthDate: '1950-01-01' }, now).faults).toMatchObject([{ at: 'birthDate', kind: 'improbable' }]);
  });

  test('a passport is added with its type and its end', () => {
    const { patient: written } = withData(
      patient,
      { documentType: '03', documentNumber: 'e12345678', documentUntil: '2030-01-01' },
      now,
    );

    expect(written['identifier']).toMatchObject([
      {
        type: { coding: [{ code: '03' }] },
        system: 'urn:minkang:identity-document:03',
        value: 'E12345678',
        period: { end: '2030-01-01' },
      },
      { system: identityNumber },
    ]);
  });
});

describe('a resident of the store', () => {
  let here: TestStore;
  beforeAll(async () => {
    here = await storeForTests(12);
  });
  afterAll(() => here[Symbol.asyncDispose]());

  test('shows what each element was before, and since when it is so', async () => {
    await here.all.put(withData({ ...patient, id: 'a' }, { education: '60' }, now).patient, undefined);
    here.now = '2026-11-05T08:00:00Z';
    await here.all.put(
      withData(JSON.parse((await here.all.read('Patient', 'a')).body), { education: '20' }, now).patient,
      undefined,
    );

    const data = await residentData(here.all, 'a', '2026-11-20');

    expect(data.last).toEqual({
      education: { value: '60', words: { zh: expect.any(String), en: expect.any(String) }, changedOn: '2026-11-05' },
    });
    expect(data.documents).toMatchObject([{ type: '01', state: 'valid' }]);
    expect(JSON.stringify(data)).not.toContain('491231002');
  });

  test('gets one health record number, whoever asks at the same time', async () => {
    await here.all.put({ ...patient, id: 'n' }, undefined);
    const asking = { sql: here.database.sql, store: here.all, within: async () => {} };

    const numbers = await Promise.all(Array.from({ length: 50 }, () => assignRecordNumber(asking, { id: 'n', home: '350102' })));

    expect(new Set(numbers).size).toBe(1);
    expect(numbers[0]).toMatch(/^350102001000\d{5}$/);
  }, 60_000);

  test('has a number that no other has, also where one came from elsewhere', async () => {
    const asking = { sql: here.database.sql, store: here.all, within: async () => {} };
    const ids = Array.from({ length: 50 }, (_, index) => `many${index}`);
    await here.all.commit(
      [
        aPatient({ id: 'guest', identifier: [{ system: 'urn:oid:2.16.156.10011.1.2', value: '35010200900000003' }] }),
        ...ids.map((id) => aPatient({ id, place: '350102009' })),
      ].map((resource) => ({ kind: 'put', resource })),
      { atomic: true },
    );

    const numbers = await Promise.all(ids.map((id) => assignRecordNumber(asking, { id, home: '350102' })));

    expect(new Set(numbers).size).toBe(50);
    expect(numbers).not.toContain('35010200900000003');
  }, 60_000);
});
