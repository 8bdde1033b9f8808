import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin } from '../../standards/index.ts';
import type { DatabaseName, Interaction } from '../../store/index.ts';
import { fetchScope, givenScope, prefixOf, toSubject } from './decide.ts';
import { roles } from './roles.ts';

const databaseOf: Readonly<Record<string, readonly DatabaseName[]>> = {
  Patient: ['population'],
  Immunization: ['health_records'],
  Encounter: ['medical_records'],
  Observation: ['health_records', 'medical_records'],
};
const catalogue = { databasesOf: (type: string) => databaseOf[type] ?? ['reference'] };
const letters: readonly Interaction[] = ['c', 'r', 'u', 'd', 's'];
const types = [...Object.keys(databaseOf), 'Organization'];

const aBearer = (role: string, scopes: readonly string[] = [], place = '350102') => ({
  id: 'someone',
  name: { zh: '某', en: 'Someone' },
  role,
  place,
  institution: undefined,
  scopes,
});
const allowed = (role: string, scopes?: readonly string[]) => {
  const { scope } = toSubject(aBearer(role, scopes), catalogue);
  return Object.fromEntries(types.map((type) => [type, letters.filter((letter) => scope.allows(type, letter)).join('')]));
};

describe('what a role may do with resources', () => {
  test.each([
    ['doctor', { Patient: 'crus', Immunization: 'crus', Encounter: 'crus', Observation: 'crus', Organization: 'rs' }],
    ['village-doctor', { Patient: 'crus', Immunization: 'crus', Encounter: 'crus', Observation: 'crus', Organization: 'rs' }],
    ['public-health-worker', { Patient: 'crus', Immunization: 'crus', Encounter: 'rs', Observation: 'crus', Organization: 'rs' }],
    ['epidemiologist', { Patient: 'rs', Immunization: 'crus', Encounter: 'rs', Observation: 'crus', Organization: 'rs' }],
    ['registrar', { Patient: 'crus', Immunization: 'rs', Encounter: 'rs', Observation: 'rs', Organization: 'rs' }],
    ['statistician', { Patient: 'rs', Immunization: 'rs', Encounter: 'rs', Observation: 'rs', Organization: 'rs' }],
    ['health-authority', { Patient: 'rs', Immunization: 'rs', Encounter: 'rs', Observation: 'rs', Organization: 'rs' }],
    ['system-administrator', { Patient: 'rs', Immunization: 'rs', Encounter: 'rs', Observation: 'rs', Organization: 'rs' }],
    ['audit-administrator', { Patient: 'rs', Immunization: 'rs', Encounter: 'rs', Observation: 'rs', Organization: 'rs' }],
  ])('%s, within the databases of the role', (role, expected) => {
    const result = allowed(role);

    expect(result).toEqual(expected);
  });

  test('a statistician writes view definitions, and nothing beside them in their database', () => {
    const { scope } = toSubject(aBearer('statistician'), catalogue);

    const written = ['ViewDefinition', 'Organization', 'Library'].map((type) =>
      letters.filter((one) => scope.allows(type, one)).join(''),
    );

    expect(written).toEqual(['cruds', 'rs', 'rs']);
  });

  test('an administrator changes Subscriptions, makes none, and changes nothing beside them', () => {
    const { scope } = toSubject(aBearer('system-administrator'), catalogue);

    const allowed = ['Subscription', 'Organization'].map((type) => letters.filter((one) => scope.allows(type, one)).join(''));

    expect([allowed, scope.owned]).toEqual([['ruds', 'rs'], 'everybody']);
  });

  test.each(['SearchParameter', 'StructureDefinition'])('a %s is written by the system administrator alone', (type) => {
    const writing = Object.keys(roles).filter((role) => {
      const { scope } = toSubject(aBearer(role, ['system/*.cruds']), catalogue);
      return (['c', 'u', 'd'] as const).some((letter) => scope.allows(type, letter));
    });

    expect(writing).toEqual(['system-administrator']);
  });

  test('who administers sees no database of residents', () => {
    const seen = ['health-authority', 'system-administrator', 'audit-administrator'].map((role) => roles[role]?.databases);

    expect(seen).toEqual([['reference'], ['reference'], ['reference']]);
  });

  test('no role changes a database that it does not see', () => {
    const faults = Object.entries(roles).filter(([, role]) => role.changes.some((name) => !role.databases.includes(name)));

    expect(faults).toEqual([]);
  });

  test.each(['', 'nurse', 'constructor', '__proto__', 'toString'])('the role %j is none', (role) => {
    expect(() => toSubject(aBearer(role), catalogue)).toThrow(expect.objectContaining({ code: 'right-missing' }));
  });
});

describe("what an institution's token reaches", () => {
  test('nothing without a scope', () => {
    const subject = toSubject(aBearer('institution-system', []), catalogue);

    expect(subject.rights).toEqual([]);
    expect(allowed('institution-system', [])).toEqual(Object.fromEntries(types.map((type) => [type, ''])));
  });

  test('one type where the scope names one', () => {
    const result = allowed('institution-system', ['system/Observation.rs', 'system/Encounter.c']);

    expect(result).toEqual({ Patient: '', Immunization: '', Encounter: 'c', Observation: 'rs', Organization: '' });
  });

  test.each([
    [
      ['system/*.cruds'],
      [
        'resident.read',
        'resident.write',
        'event.write',
        'record.read',
        'record.write',
        'record.fetch',
        'record.export',
        'cold-chain.write',
        'directory.read',
      ],
    ],
    [['system/*.rs'], ['resident.read', 'record.read', 'record.fetch', 'record.export', 'directory.read']],
    [['system/*.cu'], ['resident.write', 'event.write', 'record.write', 'cold-chain.write']],
    [['system/Observation.c'], ['cold-chain.write']],
    [['system/Patient.cruds'], ['record.export']],
    [['system/Patient.c'], []],
    [['console'], []],
  ])('%j gives the rights %j', (scopes, expected) => {
    const { rights } = toSubject(aBearer('institution-system', scopes), catalogue);

    expect(rights).toEqual(expected);
  });

  test('a person is given no more by what the token says', () => {
    const before = allowed('registrar', ['console']);

    const after = allowed('registrar', ['console', 'system/*.cruds']);

    expect(after).toEqual(before);
  });
});

describe('the place of a role', () => {
  const code = fc
    .tuple(fc.integer({ min: 11, max: 65 }), fc.nat({ max: 99 }), fc.nat({ max: 99 }))
    .map(([province, prefecture, county]) => {
      const two = (number: number) => String(number).padStart(2, '0');
      return prefecture === 0 ? `${two(province)}0000` : `${two(province)}${two(prefecture)}${two(county)}`;
    });

  test('covers just what lies within the division', () => {
    fc.assert(
      fc.property(code, code, (division, place) => {
        expect(place.startsWith(prefixOf(division))).toBe(isWithin(place, division));
      }),
    );
  });

  test.each([
    ['000000', ''],
    ['350000', '35'],
    ['500000', '50'],
    ['350100', '3501'],
    ['350102', '350102'],
    ['350102001', '350102001'],
    ['350102001000', '350102001000'],
  ])('%s begins with %j', (place, prefix) => {
    const result = prefixOf(place);

    expect(result).toBe(prefix);
  });
});

describe('a record fetched from elsewhere', () => {
  test('is read and never written, in the databases of the role', () => {
    const scope = fetchScope(toSubject(aBearer('doctor'), catalogue));

    expect(scope.places).toEqual(['']);
    expect(letters.filter((letter) => scope.allows('Observation', letter))).toEqual(['r', 's']);
  });

  test('by a system is narrowed by its token', () => {
    const scope = fetchScope(toSubject(aBearer('institution-system', ['system/Encounter.rs']), catalogue));

    expect([scope.allows('Encounter', 'r'), scope.allows('Observation', 'r')]).toEqual([true, false]);
  });

  test('is given to a treating role of another platform', () => {
    const scope = givenScope({ role: 'doctor', purpose: 'TREAT' });

    expect(scope?.databases).toEqual(['population', 'health_records', 'medical_records', 'reference']);
    expect(letters.filter((letter) => scope?.allows('Observation', letter))).toEqual(['r', 's']);
  });

  test.each([
    ['another purpose', { role: 'doctor', purpose: 'HOPERAT' }],
    ['a role that fetches none', { role: 'registrar', purpose: 'TREAT' }],
    ['a role that sees no resident', { role: 'system-administrator', purpose: 'TREAT' }],
    ['a role not known here', { role: 'constructor', purpose: 'TREAT' }],
  ])('is not given for %s', (_, asker) => {
    const scope = givenScope(asker);

    expect(scope).toBeUndefined();
  });
});
