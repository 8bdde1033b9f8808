import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseJson } from '../fhir/index.ts';
import { newId, shardOf } from '../kernel/index.ts';
import { anObservation, aPatient, feedOf, storeForTests, type TestStore, vitalSigns, withoutId } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

describe('create and read', () => {
  test('what was sent is read back under an id of our own, with version and time', async () => {
    const { all } = here;

    const { row, version } = await all.create(withoutId(aPatient({ id: 'theirs', name: [{ text: '王小川' }] })));

    const stored = await all.read('Patient', row.id);
    expect(version).toBe(1);
    expect(JSON.parse(stored.body)).toEqual({
      resourceType: 'Patient',
      id: row.id,
      meta: { versionId: '1', lastUpdated: here.now },
      name: [{ text: '王小川' }],
      gender: 'female',
    });
  });

  test('an id in what is created is not taken over', async () => {
    const { row } = await here.all.create(aPatient({ id: 'wished' }));

    expect(row.id).not.toBe('wished');
    await expect(here.all.read('Patient', 'wished')).rejects.toMatchObject({ code: 'resource-unknown' });
  });

  test('meta keeps what the sender said, but for version and time', async () => {
    const meta = { versionId: '77', lastUpdated: '1999-01-01T00:00:00Z', tag: [{ code: 'a' }], source: 'urn:b' };

    const { body } = await here.all.put(aPatient({ id: 'with-meta', meta }), undefined);

    expect(JSON.parse(body ?? '').meta).toEqual({
      versionId: '1',
      lastUpdated: here.now,
      tag: [{ code: 'a' }],
      source: 'urn:b',
    });
  });

  test('numbers keep their spelling through every version', async () => {
    const numbers = ['1.50', '1e3', '12345678901234567890', '-0.0']
      .map((value) => `{"url":"urn:x","valueDecimal":${value}}`)
      .join(',');
    const text = `{"resourceType":"Observation","id":"exact","status":"final","code":{"text":"x"},"extension":[${numbers}]}`;

    await here.all.put(parseJson(text) as never, undefined);
    await here.all.put({ ...(parseJson(text) as object), status: 'amended' } as never, 1);

    const versions = await here.all.history('Observation', 'exact', 10);
    expect(versions.map(({ body }) => body)).toEqual([expect.stringContaining(numbers), expect.stringContaining(numbers)]);
  });

  test('the id of a record begins with the shard of its resident, whoever made the resident’s id', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'foreign-resident' }), undefined);

    const { row } = await all.create(withoutId(anObservation({ id: '', of: 'foreign-resident' })));

    expect(shardOf(row.id)).toBe(shardOf('foreign-resident'));
    await expect(all.read('Observation', row.id)).resolves.toMatchObject({ resident: 'foreign-resident' });
  });

  test('what may not be stored is refused with its place, and nothing is written', async () => {
    const bad = { resourceType: 'Patient', id: 'bad', gender: 'F' };

    await expect(here.all.put(bad, undefined)).rejects.toMatchObject({ code: 'resource-invalid', at: 'Patient.gender' });
    await expect(here.all.read('Patient', 'bad')).rejects.toMatchObject({ code: 'resource-unknown' });
  });

  test.each(['', 'a/b', 'a\u0000b', '../x', 'x'.repeat(65)])('nothing is under the address %j', async (id) => {
    await expect(here.all.read('Patient', id)).rejects.toMatchObject({ code: 'resource-unknown' });
    await expect(here.all.readVersion('Patient', id, 1)).rejects.toMatchObject({ code: 'resource-unknown' });
    await expect(here.all.history('Patient', id, 10)).resolves.toEqual([]);
    await expect(here.all.delete('Patient', id, undefined)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('update', () => {
  test('with the version that was read makes the next one; the one before stays readable', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'updated', gender: 'female' }), undefined);

    const { version, action } = await all.put(aPatient({ id: 'updated', gender: 'male' }), 1);

    expect({ version, action }).toEqual({ version: 2, action: 'update' });
    expect(JSON.parse((await all.readVersion('Patient', 'updated', 1)).body)).toMatchObject({ gender: 'female' });
    expect(JSON.parse((await all.readVersion('Patient', 'updated', 2)).body)).toMatchObject({ gender: 'male' });
    await expect(all.readVersion('Patient', 'updated', 3)).rejects.toMatchObject({ code: 'resource-unknown' });
  });

  test('with another version than what is there is refused, and changes nothing', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'contested' }), undefined);
    await all.put(aPatient({ id: 'contested', gender: 'male' }), 1);

    const late = all.put(aPatient({ id: 'contested', gender: 'other' }), 1);

    await expect(late).rejects.toMatchObject({ code: 'version-conflict' });
    await expect(all.read('Patient', 'contested')).resolves.toMatchObject({ version: 2 });
  });

  test('with a version of what is not there is refused', async () => {
    await expect(here.all.put(aPatient({ id: 'never-there' }), 1)).rejects.toMatchObject({ code: 'version-conflict' });
  });

  test('with the same content writes nothing', async () => {
    const { all, database } = here;
    await all.put(aPatient({ id: 'same' }), undefined);
    const before = await feedOf(database);

    const { version, action } = await all.put(aPatient({ id: 'same' }), undefined);

    expect({ version, action }).toEqual({ version: 1, action: 'none' });
    expect(await feedOf(database)).toEqual(before);
  });

  test('that gives a record to another resident takes its history along, and the feed says so to both', async () => {
    const { all, database } = here;
    await all.put(aPatient({ id: 'first-owner' }), undefined);
    await all.put(aPatient({ id: 'second-owner' }), undefined);
    await all.put(anObservation({ id: 'mistaken', of: 'first-owner' }), undefined);

    await all.put(anObservation({ id: 'mistaken', of: 'second-owner' }), 1);

    const history = await all.history('Observation', 'mistaken', 10);
    expect(history.map(({ version, resident }) => [version, resident])).toEqual([
      [2, 'second-owner'],
      [1, 'second-owner'],
    ]);
    expect((await feedOf(database)).slice(-2)).toEqual(['delete Observation/mistaken/2', 'create Observation/mistaken/2']);
    const { entries } = await all.everything('first-owner', 10);
    expect(entries.map(({ type }) => type)).toEqual(['Patient']);
  });

  test('that puts a record into another database leaves one of it', async () => {
    const { all, database } = here;
    await all.put(anObservation({ id: 'moving' }), undefined);
    await all.put(anObservation({ id: 'moving', ...vitalSigns }), 1);
    await all.put(anObservation({ id: 'moving', status: 'amended' }), 2);

    const rows = await database.sql`
      select 'medical' as place, version from medical_records.resource where id = 'moving'
       union all select 'health', version from health_records.resource where id = 'moving'
       union all select 'medical history', version from medical_records.resource_version where id = 'moving'
       union all select 'health history', version from health_records.resource_version where id = 'moving' order by 1, 2`;
    expect(rows.map(({ place, version }) => `${place} ${version}`)).toEqual([
      'medical 3',
      'medical history 1',
      'medical history 2',
    ]);
    expect((await all.history('Observation', 'moving', 10)).map(({ version }) => version)).toEqual([3, 2, 1]);
  });
});

describe('a commit', () => {
  test('has an outcome for each change in their order, Patients in between', async () => {
    const outcomes = await here.all.commit(
      [
        { kind: 'put', resource: anObservation({ id: 'order-1', of: 'order' }) },
        { kind: 'put', resource: aPatient({ id: 'order' }), ifMatch: 9 },
        { kind: 'create', resource: anObservation({ id: newId(), of: 'order' }) },
        { kind: 'delete', type: 'Observation', id: 'order-none' },
      ],
      { atomic: false },
    );

    expect(outcomes).toMatchObject([
      { action: 'create', row: { id: 'order-1' } },
      { code: 'version-conflict' },
      { action: 'create', row: { type: 'Observation' } },
      { action: 'none', version: 0 },
    ]);
  });

  test('of one resource twice is a mistake of the program, and writes nothing', async () => {
    const twice = [
      { kind: 'put', resource: anObservation({ id: 'repeated', status: 'final' }) },
      { kind: 'put', resource: anObservation({ id: 'repeated', status: 'amended' }) },
    ] as const;

    await expect(here.all.commit(twice, { atomic: false })).rejects.toThrow('once');
    await expect(here.all.read('Observation', 'repeated')).rejects.toMatchObject({ code: 'resource-unknown' });
  });

  test('of ten thousand puts needs no ten thousand locks', async () => {
    const changes = Array.from({ length: 10_000 }, (_, index) => ({
      kind: 'put' as const,
      resource: anObservation({ id: `bulk-${index}`, of: 'bulk' }),
    }));

    const outcomes = await here.all.commit(changes, {
      atomic: true,
      within: async (tx) => {
        const [row] = await tx`select count(*) as count from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`;
        expect(row?.['count']).toBeLessThan(400);
      },
    });

    expect(outcomes).toHaveLength(10_000);
  });
});
