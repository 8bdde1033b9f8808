import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { PopulationQuality, PopulationStatistics } from '../../databases/population/statistics/contract.ts';

const [FUZHOU, GULOU, FUQING] = ['350100', '350102', '350181'];

let network: TestNetwork;
let fuzhou: TestPlatform;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork(FUZHOU, GULOU, FUQING);
  fuzhou = network.at(FUZHOU);
  gulou = network.at(GULOU);
});
afterAll(() => network[Symbol.asyncDispose]());

const statistics = async (at: TestPlatform, by: string, query = ''): Promise<PopulationStatistics> =>
  (await (await at.as(by)).api(`population/statistics?${query}`)).body;
const atGulou = (query = '') => statistics(gulou, 'registrar', query);
const monthOf = async (day: string) =>
  (await atGulou(`month=${day.slice(0, 7)}`)).months.find(({ month }) => month === day.slice(0, 7));
/** Residents are counted a moment after they are written. */
const SOON = { timeout: 10_000 };
let strangers = 0;
/** People of whom no two are alike. */
const aStranger = (gender: string, division: string) => {
  const at = ++strangers;
  const birthDate = `${1930 + at}-0${1 + (at % 9)}-1${at % 9}`;
  return aPerson({ name: `${'赵钱孙李周吴郑王冯陈褚卫'.charAt(at % 12)}${at}`, gender, birthDate, division });
};
const record = async (event: object): Promise<string> => {
  const answer = await (await gulou.as('registrar')).api('events', post(event));
  expect(answer).toMatchObject({ status: 200 });
  return (answer.body as { id: string }).id;
};

describe('counts of residents', () => {
  test('have a resident of two registrations once, and two once these are parted', async () => {
    const number = anIdentityNumber('1944-05-06');
    const person = { name: '林两证', number, birthDate: '1944-05-06', division: '350102008' };
    const first = await register(gulou, aPerson({ ...person, id: 'twice-a' }));
    const second = await register(gulou, aPerson({ ...person, id: 'twice-b' }));
    const total = async () => (await atGulou('division=350102008')).total;
    await expect.poll(total, SOON).toBe(1);

    const act = { kind: 'apart', other: second };
    await (await gulou.as('registrar')).api(`residents/${first}/links`, post(act));

    await expect.poll(total, SOON).toBe(2);
  });

  test('have moves in and out in their months, and none that was corrected', async () => {
    const resident = await register(gulou, aStranger('male', '350102001'));
    const [inOn, outOn] = ['2026-08-11', '2026-10-12'];
    const arriving = { otherDivision: '110101', division: '350102002', address: '温泉路 1 号', residence: 'actual' };
    const arrived = await record({ kind: 'move-in', resident, values: { on: inOn, ...arriving, moveReason: 'work' } });
    await record({ kind: 'move-out', resident, values: { on: outOn, otherDivision: '510104', moveReason: 'work' } });
    const other = await register(gulou, aStranger('male', '350102001'));
    await record({ kind: 'move-out', resident: other, values: { on: outOn, otherDivision: '510104', moveReason: 'work' } });

    expect(await monthOf(inOn)).toMatchObject({ movedIn: 1, movedOut: 0 });
    expect(await monthOf(outOn)).toMatchObject({ movedIn: 0, movedOut: 2 });

    const gone = await record({
      kind: 'move-out',
      resident: await register(gulou, aStranger('female', '350102001')),
      values: { on: outOn, otherDivision: '510104', moveReason: 'work' },
    });
    expect(await monthOf(outOn)).toMatchObject({ movedOut: 3 });
    await (await gulou.as('registrar')).api(`events/${gone}/correct`, post({ reason: '录错' }));

    expect(await monthOf(outOn)).toMatchObject({ movedOut: 2 });
    expect(arrived).not.toBe('');
  });
});

describe('small counts', () => {
  test('are shown where the records are, and not above, nor what would tell them', async () => {
    for (let at = 0; at < 12; at++) await register(gulou, aStranger(at % 2 ? 'male' : 'female', '350102003'));
    for (let at = 0; at < 6; at++) await register(network.at(FUQING), aStranger('male', '350181001'));
    await register(network.at(FUQING), aStranger('female', '350181001'));
    const there = () => statistics(fuzhou, 'authority');
    await network.until(async () => (await there()).parts.some(({ division, total }) => division === FUQING && total === 7));

    await network.until(async () => (await statistics(network.at(FUQING), 'registrar')).total === 7);
    const [here, above, page] = [
      await statistics(network.at(FUQING), 'registrar'),
      await there(),
      await statistics(fuzhou, 'authority', `division=${FUQING}`),
    ];

    expect(here).toMatchObject({ male: 6, female: 1, total: 7 });
    expect(here).not.toHaveProperty('smallCells');
    const part = above.parts.find(({ division }) => division === FUQING);
    expect(part).toMatchObject({ male: 'withheld', female: 'few', total: 7 });
    expect(above.smallCells).toEqual({ below: 5, version: 1 });
    expect(page).toMatchObject({ male: 'withheld', female: 'few', total: 7 });
    const ages = page.pyramid.flatMap(({ male, female, other }) => [male, female, other]);
    expect(ages.filter((count) => typeof count === 'number' && count > 0 && count < 5)).toEqual([]);
    expect(ages).toContain('few');
    const shown = [...above.months, ...page.months].flatMap(({ births, deaths, movedIn, movedOut }) => [
      births,
      deaths,
      movedIn,
      movedOut,
    ]);
    expect(shown.filter((count) => typeof count === 'number' && count > 0 && count < 5)).toEqual([]);
  });

  test('of faults are shown alike', async () => {
    const faults = async (at: TestPlatform, by: string): Promise<PopulationQuality> =>
      (await (await at.as(by)).api(`population/quality?division=${FUQING}`)).body;

    const [here, above] = [await faults(network.at(FUQING), 'registrar'), await faults(fuzhou, 'authority')];

    expect(here.rules.find(({ rule }) => rule === 'phone-missing')).toMatchObject({ count: 7 });
    expect(above.rules.find(({ rule }) => rule === 'phone-missing')?.count).not.toBe(0);
    for (const { count } of above.rules) expect(typeof count === 'string' || count === 0 || count >= 5).toBe(true);
  });
});
