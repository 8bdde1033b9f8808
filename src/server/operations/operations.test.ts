import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, post, register } from '../../../tests/support/people.ts';
import type { ResidentPage } from '../../databases/population/contract.ts';
import type { InstitutionPage } from '../../platform/directory/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let fuqing: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102', '350181');
  [gulou, fuqing] = [network.at('350102'), network.at('350181')];
});
afterAll(() => network[Symbol.asyncDispose]());

interface Lookup {
  readonly handle: string;
  readonly residentId?: string;
}

describe('a number becomes an address that carries no number', () => {
  test('which opens the record here', async () => {
    const number = anIdentityNumber();
    const patient = await register(gulou, aPerson({ number }));
    const doctor = await gulou.as('doctor');

    const { handle, residentId }: Lookup = (await doctor.api('lookups', post({ number }))).body;

    const record = await doctor.fhir(`Patient/$record?handle=${handle}`);
    expect(residentId).toBe(patient);
    expect(handle).not.toContain(number);
    expect(record.body).toMatchObject({ entry: [{ resource: { id: patient } }] });
  });

  test('and opens nothing at another platform', async () => {
    const { handle }: Lookup = (await (await gulou.as('doctor')).api('lookups', post({ number: anIdentityNumber() }))).body;

    const answer = await (await fuqing.as('doctor')).fhir(`Patient/$record?handle=${handle}`);

    expect(answer).toMatchObject({ status: 400, body: { issue: [{ expression: ['handle'] }] } });
  });

  test('and tells the village doctor nothing of who lives in another township', async () => {
    const number = anIdentityNumber();
    await register(gulou, aPerson({ number, division: '350102002' }));

    const answer = await (await gulou.as('village')).api('lookups', post({ number }));

    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('residentId');
  });

  test.each(['35010219840506', '350102198405060000x', '林晓明林晓明林晓明林晓明林晓明', ''])(
    '%j is no such number',
    async (number) => {
      const answer = await (await gulou.as('doctor')).api('lookups', post({ number }));

      expect([400, 422]).toContain(answer.status);
      expect(JSON.stringify(answer.body)).not.toContain(number || '""');
    },
  );
});

describe('the list of residents', () => {
  test('masks what nobody asked for', async () => {
    const number = anIdentityNumber();
    await register(gulou, aPerson({ number, telecom: [{ system: 'phone', value: '13850160002' }] }));

    const answer = await (await gulou.as('doctor')).api(`residents?q=${number}`);

    const page: ResidentPage = answer.body;
    expect(page).toMatchObject({ understoodAs: 'identity-number', items: [{ name: '林晓明' }] });
    expect(JSON.stringify(page)).not.toContain(number);
    expect(JSON.stringify(page)).not.toContain('13850160002');
  });

  test.each(["' or 1=1 --", '%', '_', '\\', '林%', '{}', '1984-13-45', '99999999'])('finds nobody by %j', async (text) => {
    await register(gulou, aPerson());

    const answer = await (await gulou.as('doctor')).api(`residents?q=${encodeURIComponent(text)}`);

    expect(answer).toMatchObject({ status: 200, body: { items: [] } });
  });

  test.each(['count=0', 'count=1000000', 'count=many', 'cursor=abc', `q=${'x'.repeat(101)}`])('%s is refused', async (query) => {
    const answer = await (await gulou.as('doctor')).api(`residents?${query}`);

    expect(answer.status).toBe(400);
  });
});

describe('institutions', () => {
  test('are listed with what came from each, and one with an odd name harms no other', async () => {
    const hospital = await register(gulou, { resourceType: 'Organization', name: '屏山诊所' });
    await register(gulou, {
      resourceType: 'Organization',
      name: '"\\u0000"',
      extension: [{ url: 'urn:x', valueDecimal: 1e300 }],
    });
    const encounter = { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' } };
    await register(gulou, { ...encounter, serviceProvider: { reference: `Organization/${hospital}` } });
    const authority = await gulou.as('authority');
    const find = async (): Promise<InstitutionPage> => (await authority.api(`institutions?q=${encodeURIComponent('屏山')}`)).body;

    await network.until(async () => (await find()).items[0]?.records === 1);

    expect((await find()).items).toMatchObject([{ id: hospital, name: { zh: '屏山诊所' }, records: 1 }]);
  });
});

describe('the home page', () => {
  test('counts what was written and read today, by whom it was', async () => {
    const patient = await register(gulou, aPerson());
    await register(gulou, anObservation(patient));
    const worker = await gulou.as('public-health');
    await worker.fhir(`Patient/${patient}`);

    await network.until(async () => {
      const { writtenToday }: { writtenToday: number } = (await worker.api('home')).body;
      return writtenToday >= 2;
    });

    expect((await worker.api('home')).body).toMatchObject({ accessedToday: 1 });
  });

  test('of the village doctor counts the residents of the township only', async () => {
    const residents = async (username: string): Promise<number> => {
      const { residents: count }: { residents: number } = (await (await gulou.as(username)).api('home')).body;
      return count;
    };
    const before = await residents('village');

    await register(gulou, aPerson({ division: '350102002' }));

    expect(await residents('village')).toBe(before);
    expect(await residents('doctor')).toBeGreaterThan(before);
  });
});

describe('stopping a platform', () => {
  test.each([
    ['where nothing was started as a sample', '350181/stop'],
    ['by a word that is none', '350181/kill'],
    ['under a number that is no division', '35/stop'],
  ])('%s is refused', async (_, path) => {
    const answer = await (await gulou.as('admin')).api(`network/${path}`, { method: 'POST' });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});
