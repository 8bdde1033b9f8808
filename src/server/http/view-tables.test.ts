import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aBloodPressure, anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { bloodPressureView } from '../../../tests/support/views.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let statistician: Caller;
let [lin, pressure, view] = ['', '', ''];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  statistician = await gulou.as('statistician');
  lin = await register(gulou, aPerson({ division: '350102001' }));
  pressure = await register(gulou, aBloodPressure(lin, '120.0', '2026-03-04'));
  view = await register(statistician, bloodPressureView());
});
afterAll(() => network[Symbol.asyncDispose]());

interface Part {
  readonly name: string;
  readonly [value: string]: unknown;
}
/** The parts of the table that is read, by name. */
async function tableOf(id: string): Promise<Record<string, unknown>> {
  const { body } = await statistician.fhir(`ViewDefinition/${id}/$materialize`);
  const { parameter }: { parameter?: readonly { readonly part: readonly Part[] }[] } = body;
  const parts = parameter?.length === 1 ? (parameter[0]?.part ?? []) : [];
  return Object.fromEntries(parts.map(({ name, ...value }) => [name, Object.values(value)[0]]));
}
const untilCurrent = (id: string) =>
  network.until(async () => {
    const { state, lag } = await tableOf(id);
    return state === 'current' && lag === 0;
  });
/** The same view by names that a table can have. */
const renamed = () => {
  const { select, ...definition } = bloodPressureView({ name: 'pressures' });
  const column = select.flatMap(({ column }) => column).map((one) => ({ ...one, name: one.name === 'on' ? 'day' : one.name }));
  return { ...definition, select: [{ column }] };
};
const inTable = () => gulou.running.platform.database.sql<{ patient: string; day: string; systolic: string }[]>`
  select patient, day, systolic from views.pressures order by day`;
const run = async (caller: { readonly token: string }) => {
  const headers = { authorization: `Bearer ${caller.token}` };
  return (await fetch(`${gulou.url}/fhir/ViewDefinition/${view}/$run?_format=ndjson`, { headers })).text();
};

describe('the table of blood pressures', () => {
  test('is refused with the place of a name that no table can have', async () => {
    const answer = await statistician.fhir(`ViewDefinition/${view}/$materialize`, { method: 'POST' });

    // `on` is a word of SQL
    expect(answer).toMatchObject({ status: 422, body: { issue: [{ expression: ['ViewDefinition.select[0].column[1].name'] }] } });
  });

  test('is filled, and follows updates, deletes and a restart', async () => {
    await statistician.fhir(`ViewDefinition/${view}`, put({ ...renamed(), id: view }));
    const begun = await statistician.fhir(`ViewDefinition/${view}/$materialize`, { method: 'POST' });
    await untilCurrent(view);
    const first = await inTable();

    await gulou.fhir(`Observation/${pressure}`, put({ ...aBloodPressure(lin, '150.50', '2026-03-04'), id: pressure }));
    await gulou.stop();
    await gulou.start();
    const second = await register(gulou, aBloodPressure(lin, '99', '2026-04-04'));
    await untilCurrent(view);
    const followed = await inTable();
    await gulou.fhir(`Observation/${second}`, { method: 'DELETE' });
    await untilCurrent(view);

    expect(begun.status).toBe(202);
    expect(first).toEqual([{ patient: lin, day: '2026-03-04', systolic: '120.0' }]);
    expect(followed).toEqual([
      { patient: lin, day: '2026-03-04', systolic: '150.50' },
      { patient: lin, day: '2026-04-04', systolic: '99' },
    ]);
    expect(await inTable()).toEqual(followed.slice(0, 1));
    expect(await tableOf(view)).toMatchObject({ name: 'views.pressures', state: 'current', rows: 1, version: '2' });
  });

  test('gives the rows of $run to who may see all of them, the same as those of the records', async () => {
    await untilCurrent(view);
    const { sql } = gulou.running.platform.database;
    const [before] = await sql<{ count: number }[]>`select count(*) as count from audit.entry where action = 'export'`;

    const [whole, ofVillage] = [await run(statistician), await run(await gulou.as('village'))];
    // a value that only the table has shows which of both was read
    await sql`update views.pressures set systolic = 1`;
    const [fromTable, fromRecords] = [await run(statistician), await run(await gulou.as('village'))];

    expect(whole).toBe(`{"patient":"${lin}","day":"2026-03-04","systolic":150.50}\n`);
    expect(ofVillage).toBe(whole);
    expect(fromTable).toBe(`{"patient":"${lin}","day":"2026-03-04","systolic":1}\n`);
    expect(fromRecords).toBe(whole);
    const [after] = await sql<{ count: number }[]>`select count(*) as count from audit.entry where action = 'export'`;
    expect((after?.count ?? 0) - (before?.count ?? 0)).toBe(4);
  });

  test('is nothing for others to begin, look at or drop', async () => {
    const doctor = await gulou.as('doctor');
    const path = `ViewDefinition/${view}/$materialize`;

    const answers = await Promise.all(
      ['POST', 'GET', 'DELETE'].map(async (method) => (await doctor.fhir(path, { method })).status),
    );

    expect(answers).toEqual([403, 403, 403]);
  });

  test('goes when it is dropped', async () => {
    const path = `ViewDefinition/${view}/$materialize`;

    const dropped = await statistician.fhir(path, { method: 'DELETE' });

    expect(dropped.status).toBe(204);
    expect((await statistician.fhir(path)).status).toBe(404);
    await expect(inTable()).rejects.toThrow('does not exist');
  });
});

describe('a statistician', () => {
  test('writes view definitions, and no records', async () => {
    const answers = await Promise.all([
      statistician.fhir('ViewDefinition', post(bloodPressureView())),
      statistician.fhir('Organization', post({ resourceType: 'Organization', name: '医院' })),
      statistician.fhir('Observation', post(anObservation(lin))),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([201, 403, 403]);
  });
});
