import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, CARD, IDENTITY, register } from '../../../tests/support/people.ts';

interface Issue {
  readonly code: string;
  readonly diagnostics: string;
  readonly details: { readonly coding: readonly { readonly code: string }[] };
}
interface Entry {
  readonly fullUrl?: string;
  readonly resource: {
    readonly resourceType: string;
    readonly id?: string;
    readonly meta?: { readonly source: string };
    readonly issue?: readonly Issue[];
  };
}

/** A province with two counties under one prefecture. */
let network: TestNetwork;
let gulou: TestPlatform;
let fuqing: TestPlatform;
let fuzhou: TestPlatform;
let fujian: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350000', '350100', '350102', '350181');
  [gulou, fuqing, fuzhou, fujian] = [network.at('350102'), network.at('350181'), network.at('350100'), network.at('350000')];
});
afterAll(() => network[Symbol.asyncDispose]());
beforeEach(async () => {
  await Promise.all([gulou, fuqing, fuzhou, fujian].map((platform) => platform.start()));
});

const identifier = (system: string, value: string) => `identifier=${encodeURIComponent(`${system}|${value}`)}`;

/** The record in short: its resources by platform, and what is said beside them. */
async function recordAt(platform: TestPlatform, query: string) {
  const answer = await platform.fhir(`Patient/${query.startsWith('$') ? query : `$record?${query}`}`);
  const { entry = [] }: { entry?: readonly Entry[] } = answer.body;
  const resources = entry.filter(({ resource }) => resource.resourceType !== 'OperationOutcome');
  const issues = entry.flatMap(({ resource }) => resource.issue ?? []);
  return {
    status: answer.status,
    entry,
    from: resources.map(({ resource }) => `${resource.resourceType} ${resource.meta?.source.slice(-6)}`).sort(),
    said: issues.map(({ details, diagnostics }) => `${details.coding[0]?.code}: ${diagnostics}`),
  };
}
const isKnownAbove = (number: string, count: number) =>
  network.until(async () => {
    const { sql } = fujian.running.platform.database;
    return (await sql`select 1 from resident_index.identifier where value = ${number}`).length === count;
  });

/** A resident with one measurement at each of the places. */
async function aResidentAt(places: readonly TestPlatform[], person: Parameters<typeof aPerson>[0] = {}) {
  const number = anIdentityNumber();
  const ids: string[] = [];
  for (const place of places) {
    const id = await register(place, aPerson({ number, ...person, division: place.division }));
    await register(place, anObservation(id));
    ids.push(id);
  }
  await isKnownAbove(number, places.length);
  return { number, ids };
}

describe('the record of a resident', () => {
  test('known at two counties is one, each entry with the place it came from', async () => {
    const { number, ids } = await aResidentAt([gulou, fuqing]);

    const record = await recordAt(gulou, identifier(IDENTITY, number));

    expect(record.from).toEqual(['Observation 350102', 'Observation 350181', 'Patient 350102', 'Patient 350181']);
    expect(record.said).toEqual([]);
    expect(record.entry.map(({ fullUrl }) => fullUrl)).toEqual(
      expect.arrayContaining([`${gulou.url}/fhir/Patient/${ids[0]}`, `${fuqing.url}/fhir/Patient/${ids[1]}`]),
    );
  });

  test('is the same wherever it is asked for', async () => {
    const { number } = await aResidentAt([gulou, fuqing]);

    const records = await Promise.all(
      [gulou, fuqing, fuzhou, fujian].map((place) => recordAt(place, identifier(IDENTITY, number))),
    );

    expect(records.map(({ from }) => from)).toEqual(Array.from({ length: 4 }, () => records[0]?.from));
  });

  test('is found by a card that only one of the places has seen', async () => {
    const number = anIdentityNumber();
    const card = '350102900000000025';
    await register(gulou, aPerson({ number, card }));
    await register(fuqing, aPerson({ number, division: '350181' }));
    await isKnownAbove(number, 2);

    const record = await recordAt(fuqing, identifier(CARD, card));

    expect(record.from).toEqual(['Patient 350102', 'Patient 350181']);
  });

  test('without any number is what is here', async () => {
    const patient = await register(gulou, aPerson({ number: null, name: '欧阳无号', birthDate: '1931-02-03' }));
    await register(gulou, anObservation(patient));

    const answer = await gulou.fhir(`Patient/${patient}/$record`);

    const { entry }: { entry: readonly Entry[] } = answer.body;
    expect(entry.map(({ resource }) => resource.resourceType).sort()).toEqual(['Observation', 'Patient']);
  });

  test('of nobody is said to be unknown', async () => {
    const record = await recordAt(gulou, identifier(IDENTITY, anIdentityNumber()));

    expect(record.status).toBe(404);
  });
});

describe('two persons under one number', () => {
  test('are not taken for one: the other is left out, and the record says so', async () => {
    const number = anIdentityNumber();
    await register(gulou, aPerson({ number }));
    await register(fuqing, aPerson({ number, gender: 'male', birthDate: '1990-01-01', division: '350181' }));
    await isKnownAbove(number, 2);

    const records = [await recordAt(gulou, identifier(IDENTITY, number)), await recordAt(fuqing, identifier(IDENTITY, number))];

    expect(records.map(({ from }) => from)).toEqual([['Patient 350102'], ['Patient 350181']]);
    expect(records.map(({ said }) => said)).toEqual([
      ['identity-disagrees: 1 left out; they need review'],
      ['identity-disagrees: 1 left out; they need review'],
    ]);
  });

  test('and somebody at a third place hears of it too', async () => {
    const number = anIdentityNumber();
    await register(gulou, aPerson({ number }));
    await register(fuqing, aPerson({ number, gender: 'male', division: '350181' }));
    await isKnownAbove(number, 2);

    const record = await recordAt(fujian, identifier(IDENTITY, number));

    expect(record.from).toEqual(['Patient 350102']);
    expect(record.said).toEqual(['identity-disagrees: 1 left out; they need review']);
  });
});

describe('a platform that does not answer', () => {
  test('is named, with whose records are missing, and the rest is there', async () => {
    const { number } = await aResidentAt([gulou, fuqing]);
    await fuqing.stop();

    const record = await recordAt(gulou, identifier(IDENTITY, number));

    expect(record.from).toEqual(['Observation 350102', 'Patient 350102']);
    expect(record.said).toEqual(['platform-unreachable: 350181 does not answer']);
  });

  test('on the way up leaves what is here', async () => {
    const { number } = await aResidentAt([gulou, fuqing]);
    await fuzhou.stop();

    const record = await recordAt(gulou, identifier(IDENTITY, number));

    expect(record.from).toEqual(['Observation 350102', 'Patient 350102']);
    expect(record.said).toEqual(['platform-unreachable: 350100 does not answer']);
  });

  test('on the way down is named with those behind it', async () => {
    const { number } = await aResidentAt([gulou, fuqing]);
    await fuzhou.stop();

    const record = await recordAt(fujian, identifier(IDENTITY, number));

    expect(record.from).toEqual([]);
    expect(record.said.sort()).toEqual([
      'platform-unreachable: Records of 350102 are missing: 350100 does not answer',
      'platform-unreachable: Records of 350181 are missing: 350100 does not answer',
    ]);
  });

  test('though it takes calls, costs no more than the budget, and what lies below is there', async () => {
    const { number } = await aResidentAt([gulou, fuqing]);
    await fujian.stop();
    const silent = await listenSilently(fujian.settings.port);

    const record = await recordAt(fuzhou, identifier(IDENTITY, number));

    await silent.stop();
    expect(record.from).toEqual(['Observation 350102', 'Observation 350181', 'Patient 350102', 'Patient 350181']);
    expect(record.said).toEqual(['deadline-passed: 350000 does not answer']);
  });

  test('though it takes calls, is told from those that are well, by those below it too', async () => {
    await fujian.stop();
    const silent = await listenSilently(fujian.settings.port);
    const authority = await gulou.as('authority');

    const answer = await authority.api('network');

    await silent.stop();
    const { nodes }: { nodes: { division: string; state: string }[] } = answer.body;
    expect(Object.fromEntries(nodes.map(({ division, state }) => [division, state]))).toEqual({
      '350000': 'down',
      '350100': 'up',
      '350102': 'up',
      '350181': 'up',
    });
  });

  test('is asked again when it is back', async () => {
    const { number } = await aResidentAt([gulou, fuqing]);
    await fuqing.stop();
    await recordAt(gulou, identifier(IDENTITY, number));
    await fuqing.start();

    const record = await recordAt(gulou, identifier(IDENTITY, number));

    expect(record.from).toHaveLength(4);
    expect(record.said).toEqual([]);
  });
});

/** Takes connections and never says a word. */
async function listenSilently(port: number): Promise<{ stop(): Promise<void> }> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server: Server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
