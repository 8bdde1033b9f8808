import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resource } from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import type { Change, Outcome } from './change.ts';
import {
  anObservation,
  aPatient,
  aTransaction,
  feedOf,
  idsFound,
  post,
  put,
  send,
  storeForTests,
  type TestStore,
  vitalSigns,
  withoutId,
} from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests(16);
});
afterAll(() => here[Symbol.asyncDispose]());

const times = <Value>(count: number, work: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const settled = <Value>(count: number, work: (index: number) => Promise<Value>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)));
const noteOf = (body: string | undefined): unknown => JSON.parse(body ?? '{}').note?.[0].text;

describe('writers at the same time', () => {
  test('of one id make versions one to n, without a gap, each with its own content', async () => {
    const { all, database } = here;

    const written = await times(40, (index) => all.put(anObservation({ id: 'hot', note: [{ text: `${index}` }] }), undefined));

    const history = await all.history('Observation', 'hot', 100);
    expect(history.map(({ version }) => version)).toEqual(Array.from({ length: 40 }, (_, index) => 40 - index));
    for (const [index, { version }] of written.entries())
      expect(noteOf(history.find((one) => one.version === version)?.body)).toBe(`${index}`);
    const ofHot = (await feedOf(database)).filter((entry) => entry.includes('/hot/'));
    expect(ofHot).toEqual(
      Array.from({ length: 40 }, (_, index) => `${index === 0 ? 'create' : 'update'} Observation/hot/${index + 1}`),
    );
  });

  test('who all read the same version and say so: one of fifty wins each round, the others are told', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'guarded', note: [{ text: 'first' }] }), undefined);

    const winners = ['first'];
    for (let round = 1; round <= 6; round++) {
      const results = await settled(50, (index) =>
        all.put(anObservation({ id: 'guarded', note: [{ text: `${round}-${index}` }] }), round),
      );
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [noteOf(result.value.body)] : []));
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'version-conflict' });
      expect(won).toHaveLength(1);
      winners.unshift(`${won[0]}`);
    }

    const history = await all.history('Observation', 'guarded', 100);
    expect(history.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(history.map(({ body }) => noteOf(body))).toEqual(winners);
  });

  test('of one new id under different residents and databases leave one resource', async () => {
    const { all, database } = here;
    const shapes = [{ of: 'one' }, { of: 'two' }, {}, { of: 'one', ...vitalSigns }, { of: 'two', ...vitalSigns }, vitalSigns];

    await times(24, (index) =>
      all.put(anObservation({ id: 'torn', note: [{ text: `${index}` }], ...shapes[index % 6] }), undefined),
    );

    const rows = await database.sql`
      select version from medical_records.resource where id = 'torn' union all select version from health_records.resource where id = 'torn'`;
    expect(rows).toMatchObject([{ version: 24 }]);
    const history = await all.history('Observation', 'torn', 100);
    expect(new Set(history.map(({ body }) => noteOf(body))).size).toBe(24);
  });

  test('of the same many in opposite orders all get through', async () => {
    const { all } = here;
    const ids = Array.from({ length: 30 }, (_, index) => `crossed-${index}`);
    const changes = (order: readonly string[], text: string): Change[] =>
      order.map((id) => ({ kind: 'put', resource: anObservation({ id, note: [{ text }] }) }));

    await times(12, (index) => all.commit(changes(index % 2 ? ids : ids.toReversed(), `${index}`), { atomic: true }));

    const versions = await times(30, async (index) => (await all.read('Observation', `crossed-${index}`)).version);
    expect(new Set(versions)).toEqual(new Set([12]));
  });

  test('putting, deleting and putting again lose no version', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'flicker' }), undefined);

    const done = await times(30, (index) =>
      index % 3 === 0
        ? all.delete('Observation', 'flicker', undefined)
        : all.put(anObservation({ id: 'flicker', note: [{ text: `${index}` }] }), undefined),
    );

    const changes = done.filter(({ action }) => action !== 'none').length;
    const history = await all.history('Observation', 'flicker', 100);
    expect(history.map(({ version }) => version)).toEqual(Array.from({ length: changes + 1 }, (_, index) => changes + 1 - index));
  });

  test('and readers of the history: whoever looks sees each version once', async () => {
    const { all } = here;
    await all.put(anObservation({ id: 'watched', note: [{ text: '-' }] }), undefined);

    const [, ...seen] = await Promise.all([
      times(20, (index) => all.put(anObservation({ id: 'watched', note: [{ text: `${index}` }] }), undefined)),
      ...Array.from({ length: 60 }, () => all.history('Observation', 'watched', 100)),
    ]);

    for (const history of seen) {
      const versions = history.map(({ version }) => version);
      expect(versions).toEqual(Array.from({ length: versions.length }, (_, index) => versions.length - index));
    }
  });
});

describe('conditional creates at the same time', () => {
  const aCard = (value: string): Resource => withoutId(aPatient({ id: '', identifier: [{ system: 'urn:card', value }] }));

  test('with one condition, however it is spelt, make one resource', async () => {
    const { all } = here;
    const spellings = ['identifier=urn:card|1', 'identifier=urn%3Acard%7C1', '?identifier=urn:card%7C1'];

    const answers = await times(50, (index) =>
      send(all, aTransaction(post(aCard('1'), { ifNoneExist: spellings[index % 3] ?? '' }))),
    );

    const found = await idsFound(all, 'Patient', 'identifier=urn:card|1');
    expect(found).toHaveLength(1);
    const statuses = answers.map(([entry]) => entry?.response.status);
    expect(statuses.filter((status) => status === '201')).toHaveLength(1);
    expect(statuses.filter((status) => status === '200')).toHaveLength(49);
    for (const [entry] of answers) expect(entry?.response.location).toContain(`Patient/${found[0]}`);
  });

  test('of a resident along with records: each record is of the one resident', async () => {
    const { all } = here;
    const aVisit = () =>
      aTransaction(
        post(aCard('2'), { fullUrl: 'urn:uuid:p', ifNoneExist: 'identifier=urn:card|2' }),
        post({ ...withoutId(anObservation({ id: '' })), subject: { reference: 'urn:uuid:p' } }),
      );

    await times(16, () => send(all, aVisit()));

    const [patient = ''] = await idsFound(all, 'Patient', 'identifier=urn:card|2');
    expect(await idsFound(all, 'Observation', `patient=${patient}&_count=100`)).toHaveLength(16);
  });

  test('in opposite orders all get through', async () => {
    const { all } = here;
    const cards = ['a', 'b', 'c', 'd', 'e'].map((value) => post(aCard(value), { ifNoneExist: `identifier=urn:card|${value}` }));

    await times(12, (index) => send(all, aTransaction(...(index % 2 ? cards : cards.toReversed()))));

    for (const value of 'abcde') expect(await idsFound(all, 'Patient', `identifier=urn:card|${value}`)).toHaveLength(1);
  });
});

describe('one idempotency key at the same time', () => {
  test('is carried out once, and all get the same answer', async () => {
    const { all } = here;
    const bundle = aTransaction(post(withoutId(anObservation({ id: '', identifier: [{ value: 'once' }] }))));

    const answers = await times(16, () => all.bundle({ bundle, idempotencyKey: 'busy' }));

    expect(new Set(answers).size).toBe(1);
    expect(await idsFound(all, 'Observation', 'identifier=once')).toHaveLength(1);
  });
});

describe('a resident who changes while records are written', () => {
  const placesOf = async (resident: string) => {
    const rows = await here.database.sql<{ place: string }[]>`
      select distinct place from (select resident, place from medical_records.resource
                                  union all select resident, place from health_records.resource) all_records where resident = ${resident}`;
    return rows.map(({ place }) => place);
  };

  test('and moves: every record ends where the resident is', async () => {
    const { all } = here;
    await all.put(aPatient({ id: 'mover', place: '350102001' }), undefined);

    await times(40, (index): Promise<unknown> => {
      if (index % 4 === 0) return all.put(aPatient({ id: 'mover', place: `35010200${1 + (index % 3)}` }), undefined);
      return all.put(anObservation({ id: `mover-${index}`, of: 'mover', ...(index % 2 ? vitalSigns : {}) }), undefined);
    });

    const patient = JSON.parse((await all.read('Patient', 'mover')).body);
    expect(await placesOf('mover')).toEqual([patient.extension[0].valueCode]);
  });

  test('and arrives after them, under an id of our shape or another: every record follows', async () => {
    const { all } = here;
    const ids = ['late', '0a0b0c0d-0e0f-8000-8000-000000000001'];

    for (const id of ids)
      await times(12, (index): Promise<unknown> => {
        if (index === 5) return all.put(aPatient({ id, place: '350102009' }), undefined);
        return all.put(anObservation({ id: `${id.slice(0, 4)}-${index}`, of: id }), undefined);
      });

    for (const id of ids) expect(await placesOf(id)).toEqual(['350102009']);
  });

  test('and is deleted: no record stays behind alone', async () => {
    const { all } = here;
    const rounds = await times(20, async (index): Promise<[PromiseSettledResult<unknown>, PromiseSettledResult<unknown>]> => {
      await all.put(aPatient({ id: `going-${index}` }), undefined);
      return Promise.allSettled([
        all.put(anObservation({ id: `going-${index}-record`, of: `going-${index}` }), undefined),
        all.delete('Patient', `going-${index}`, undefined),
      ]);
    });

    // the record came first and keeps the Patient, or it came when there was none, as a record may
    for (const [index, [record, gone]] of rounds.entries()) {
      expect(record.status).toBe('fulfilled');
      const deleted = await all.readVersion('Patient', `going-${index}`, 2).catch((thrown: unknown) => thrown);
      expect(gone.status === 'fulfilled').toBe(deleted instanceof Problem && deleted.code === 'resource-gone');
    }
  });
});

describe('writers of bundles and of single resources at the same time', () => {
  test('all get through, and nothing is lost', async () => {
    const { all } = here;
    const many = Array.from({ length: 400 }, (_, index) =>
      put(anObservation({ id: `mixed-${index}`, note: [{ text: 'bulk' }] })),
    );

    const outcomes = await Promise.all([
      send(all, aTransaction(...many)),
      ...Array.from({ length: 40 }, (_, index) =>
        all.put(anObservation({ id: `mixed-${index * 10}`, note: [{ text: 'single' }] }), undefined),
      ),
      send(all, aTransaction(...many.toReversed())),
    ]);

    expect(outcomes).toHaveLength(42);
    const histories = await times(40, (index) => all.history('Observation', `mixed-${index * 10}`, 10));
    for (const history of histories) {
      expect(history.map(({ version }) => version).toSorted()).toEqual(history.map((_, index) => index + 1));
      expect(new Set(history.map(({ body }) => noteOf(body)))).toEqual(new Set(['bulk', 'single']));
    }
  });

  test('a commit that fails leaves nothing, whoever is beside it', async () => {
    const { all } = here;
    const failing = (index: number): Promise<Outcome[]> =>
      all.commit([{ kind: 'put', resource: anObservation({ id: `failing-${index}` }) }], {
        atomic: true,
        within: async () => {
          throw new Error('the audit entry could not be written');
        },
      });

    const results = await settled(
      20,
      (index): Promise<unknown> => (index % 2 ? failing(index) : all.put(anObservation({ id: `failing-${index}` }), undefined)),
    );

    expect(results.map(({ status }) => status)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? 'rejected' : 'fulfilled')),
    );
    for (let index = 1; index < 20; index += 2)
      await expect(all.read('Observation', `failing-${index}`)).rejects.toMatchObject({ code: 'resource-unknown' });
    expect((await feedOf(here.database)).filter((entry) => /failing-\d*[13579]\//.test(entry))).toEqual([]);
  });
});
