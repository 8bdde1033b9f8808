import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { EventPage } from '../../databases/population/events/contract.ts';
import type { CountedResidentPage, PopulationStatistics } from '../../databases/population/statistics/contract.ts';
import type { DivisionPage, PlaceName } from '../../platform/directory/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const gudong = { code: '350102001', name: '鼓东街道', english: 'Gudong Subdistrict' };
const zhongshan = { code: '350102001003', name: '中山社区' };
const name = async (...divisions: object[]) => (await gulou.as('admin')).api('divisions', post({ divisions }));
const listed = async (query = ''): Promise<DivisionPage> => (await (await gulou.as('admin')).api(`divisions?${query}`)).body;
const placeOf = async (code: string): Promise<PlaceName> => (await (await gulou.as('registrar')).api(`divisions/${code}`)).body;

test('townships and villages that a platform names are shown by their names wherever places are', async () => {
  const resident = await register(gulou, aPerson({ division: zhongshan.code }));
  const registrar = await gulou.as('registrar');
  const event = { on: '2026-11-10', otherDivision: '350102002', moveReason: 'work' };
  await registrar.api('events', post({ kind: 'move-out', resident, values: event }));
  const counted = async (): Promise<PopulationStatistics> =>
    (await registrar.api('population/statistics?division=350102001')).body;

  expect(await name(gudong, zhongshan)).toMatchObject({ status: 204 });

  const place = { zh: '鼓楼区鼓东街道中山社区', en: '中山社区, Gudong Subdistrict, Gulou District' };
  expect(await placeOf(zhongshan.code)).toEqual({ code: zhongshan.code, name: place });
  const events: EventPage = (await registrar.api(`events?resident=${resident}`)).body;
  expect(events.items).toMatchObject([{ placeName: place, otherPlace: '350102002', otherPlaceName: { zh: '鼓楼区' } }]);
  const alive = await register(gulou, aPerson({ name: '陈建国', birthDate: '1951-01-20', division: zhongshan.code }));
  const residents = async (): Promise<CountedResidentPage> =>
    (await registrar.api('population/residents?division=350102001')).body;
  await network.until(async () => (await residents()).items[0]?.id === alive);
  expect(await counted()).toMatchObject({
    name: { zh: '鼓东街道' },
    parts: [{ division: zhongshan.code, name: { zh: '中山社区' } }],
  });
  expect((await residents()).items).toMatchObject([{ id: alive, divisionName: place }]);
});

test('those in use without a name are listed, to be named; a name is changed and taken away again', async () => {
  await register(gulou, aPerson({ name: '王丽华', birthDate: '1961-03-20', division: '350102007' }));
  await network.until(async () => (await listed('q=350102007')).items.length === 1);
  expect((await listed('q=350102007')).items).toEqual([
    { code: '350102007', level: 'township', inName: { zh: '鼓楼区', en: 'Gulou District' } },
  ]);

  await name({ code: '350102007', name: '华大街' });
  await name({ code: '350102007', name: '华大街道' });

  expect((await listed('q=华大')).items).toMatchObject([{ code: '350102007', name: { zh: '华大街道', en: '华大街道' } }]);
  await (await gulou.as('admin')).api('divisions/350102007/forget', post({}));
  expect((await listed('q=350102007')).items[0]).not.toHaveProperty('name');
});

test('pages follow each other by code', async () => {
  await name({ code: '350102101', name: '一' }, { code: '350102102', name: '二' }, { code: '350102103', name: '三' });

  const first = await listed('q=3501021&count=2');
  const second = await listed(`q=3501021&count=2&cursor=${first.next}`);

  expect([...first.items, ...second.items].map(({ code }) => code)).toEqual(['350102101', '350102102', '350102103']);
  expect(second.next).toBeUndefined();
});

test.each([
  ['of another county', '350181001'],
  ['of no county', '350199001'],
  ['that is none', '350102'],
])('a division %s is not named here, and nothing that came with it', async (_, code) => {
  const answer = await name({ code: '350102201', name: '好' }, { code, name: '不行' });

  expect(answer).toMatchObject({ status: 422, body: { code: 'data-invalid', faults: [{ at: 'divisions[1].code' }] } });
  expect((await listed('q=350102201')).items).toEqual([]);
});

test('only who keeps the directory names divisions', async () => {
  const answer = await (await gulou.as('registrar')).api('divisions', post({ divisions: [gudong] }));

  expect(answer.status).toBe(403);
});
