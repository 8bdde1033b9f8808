import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { aPerson, post, register } from '../../../tests/support/people.ts';
import type { FindingPage, Reporting } from '../../applications/public-health/record-quality/contract.ts';
import { limits } from '../../applications/public-health/record-quality/index.ts';
import { chinaDay } from '../../kernel/index.ts';
import { dayNumber, dayText } from '../../life-course/index.ts';

const today = dayNumber(chinaDay(new Date()));
const daysAgo = (days: number) => dayText(today - days);
const FROM = daysAgo(60);

let network: TestNetwork;
let gulou: TestPlatform;
let worker: Caller;
let [first, second]: [string, string] = ['', ''];
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  worker = await gulou.as('public-health');
  first = await register(gulou, aPerson({ name: '林一', birthDate: '1950-02-03', division: '350102001' }));
  second = await register(gulou, aPerson({ name: '林二', birthDate: '1951-02-03', division: '350102002' }));
});
afterAll(() => network[Symbol.asyncDispose]());

/** A contact as another system sends it, which nobody checked. */
async function contact(resident: string, on: string, by: string, values: Readonly<Record<string, number>>): Promise<string> {
  const id = await register(gulou, {
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    type: [{ coding: [{ system: 'urn:minkang:activity', code: 'hypertension/follow-up' }] }],
    subject: { reference: `Patient/${resident}` },
    participant: [{ individual: { identifier: { system: 'urn:minkang:account', value: by }, display: by } }],
    period: { start: on, end: on },
  });
  if (Object.keys(values).length > 0)
    await register(gulou, {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'urn:minkang:form-section', code: 'hypertension/follow-up/signs' }] },
      subject: { reference: `Patient/${resident}` },
      encounter: { reference: `Encounter/${id}` },
      effectiveDateTime: on,
      component: Object.entries(values).map(([code, value]) => ({
        code: { coding: [{ system: 'urn:minkang:element', code }] },
        valueQuantity: { value },
      })),
    });
  return id;
}

const ask = async (query: string): Promise<FindingPage> =>
  (await worker.api(`record-quality/findings?from=${FROM}&${query}`)).body;
const until = (query: string, isSo: (page: FindingPage) => boolean) =>
  vi.waitFor(
    async () => {
      const page = await ask(query);
      if (!isSo(page)) throw new Error(`not yet: ${JSON.stringify(page.counts)}`);
      return page;
    },
    { timeout: 30_000, interval: 50 },
  );

const signs = { systolic: 138, diastolic: 84, weight: 61.5, pulse: 72 };

describe('what should be looked at', () => {
  test('is impossible, copied from the resident itself or from another one, and goes when it is mended', async () => {
    const one = await contact(first, daysAgo(30), 'wang', signs);
    const again = await contact(first, daysAgo(9), 'wang', signs);
    const other = await contact(second, daysAgo(30), 'wang', signs);
    const wrong = await contact(second, daysAgo(5), 'chen', { systolic: 1380, diastolic: 84 });

    const own = await until('rule=copied-own', ({ items }) => items.length === 2);
    const others = await until('rule=copied-others', ({ items }) => items.length === 2);
    const impossible = await until('rule=value-impossible', ({ items }) => items.length === 1);
    expect(own.items.map((item) => item.contact).toSorted()).toEqual([one, again].toSorted());
    expect(others.items.map((item) => item.contact).toSorted()).toEqual([one, other].toSorted());
    expect(impossible.items).toMatchObject([{ contact: wrong, name: '林二', worker: 'chen', shown: { zh: '收缩压 1380 mmHg' } }]);

    await gulou.fhir(`Encounter/${again}`, { method: 'DELETE' });
    await until('', ({ counts }) => counts['copied-own'] === undefined);
  });

  test('is out of the way once it was said to be right, and comes back when that is taken back', async () => {
    const { items } = await until('rule=value-impossible', (page) => page.items.length === 1);
    const [finding] = items;
    const look = (verdict?: string) =>
      worker.api('record-quality/looks', post({ key: finding?.key, day: finding?.day, ...(verdict ? { verdict } : {}) }));

    await look('right');
    const after = [await ask('rule=value-impossible'), await ask('rule=value-impossible&state=right')];
    await look();
    const back = await ask('rule=value-impossible');

    expect(after.map((page) => page.items.length)).toEqual([0, 1]);
    expect(back.items.map(({ key }) => key)).toEqual([finding?.key]);
  });

  test('is more contacts by one worker on a day than can be', async () => {
    for (let n = 0; n <= limits.mostContactsADay; n++) await contact(n % 2 === 0 ? first : second, daysAgo(20), 'busy', {});

    const { items } = await until(
      'rule=many-contacts',
      (page) => page.items[0]?.shown?.en === `${limits.mostContactsADay + 1} contacts`,
    );

    expect(items).toMatchObject([{ worker: 'busy', day: daysAgo(20) }]);
  });

  test('is seen by who works with residents alone, and a finding that is none is refused', async () => {
    const answers = await Promise.all([
      (await gulou.as('authority')).api('record-quality/findings'),
      (await gulou.as('registrar')).api('record-quality/findings'),
      worker.api('record-quality/looks', post({ key: 'value-impossible|none|', day: daysAgo(1), verdict: 'right' })),
      worker.api(`record-quality/findings?from=2020-01-01&until=${daysAgo(0)}`),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404, 400]);
  });
});

describe('reporting', () => {
  test('tells by worker and division how many contacts were recorded in time, and how full they are', async () => {
    const reporting = async (query: string): Promise<Reporting> =>
      (await worker.api(`record-quality/reporting?from=${FROM}&${query}`)).body;
    await until('worker=busy&rule=many-contacts', ({ items }) => items.length === 1);

    const soon = await reporting('by=worker&withinDays=7');
    const later = await reporting('by=worker&withinDays=60');
    const places = await reporting('by=division');

    expect(soon.rows.find(({ key }) => key === 'chen')).toMatchObject({ contacts: 1, inTime: 1 });
    expect(soon.rows.find(({ key }) => key === 'wang')).toMatchObject({ contacts: 2, inTime: 0 });
    expect(later.rows.find(({ key }) => key === 'wang')).toMatchObject({ contacts: 2, inTime: 2 });
    const wang = later.rows.find(({ key }) => key === 'wang');
    expect(wang && [wang.filled > 0, wang.filled < wang.required]).toEqual([true, true]);
    expect(places.rows.map(({ key }) => key)).toEqual(['350102001', '350102002']);
  });
});
