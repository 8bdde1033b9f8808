import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Caller, type TestNetwork, testNetwork } from '../../tests/support/network.ts';
import { aPerson, post, register } from '../../tests/support/people.ts';
import type { ResidentForecast } from '../applications/public-health/immunization/contract.ts';
import type { DefinitionList, ImportPreview, ReceiptList } from '../definitions/index.ts';
import { pullDefinitions } from '../definitions/index.ts';
import { aBundle, aProgramme } from '../definitions/testing.ts';
import { chinaDay } from '../kernel/index.ts';
import type { DuePage, Programme, ResidentProgrammes } from '../programmes/contract.ts';

const [NATION, PROVINCE, PREFECTURE, COUNTY] = ['000000', '350000', '350100', '350102'];
let network: TestNetwork;
let nation: Caller;
let county: Caller;
let doctor: Caller;
beforeAll(async () => {
  network = await testNetwork(NATION, PROVINCE, PREFECTURE, COUNTY);
  nation = await network.at(NATION).as('admin');
  county = await network.at(COUNTY).as('admin');
  doctor = await network.at(COUNTY).as('village');
});
afterAll(() => network[Symbol.asyncDispose]());

const today = chinaDay(new Date());
const daysFromNow = (days: number) => chinaDay(new Date(Date.now() + days * 86_400_000));
const send = (caller: Caller, what: 'look' | 'import', ...programmes: Programme[]) =>
  caller.api(`definitions/${what}`, post({ bundle: aBundle(...programmes) }));
const list = async (caller: Caller): Promise<DefinitionList> => (await caller.api('definitions')).body;
const stateAt = async (caller: Caller, code: string, version: string) =>
  (await list(caller)).editions.find((one) => one.code === code && one.version === version)?.state;
const platform = (division: string) => network.at(division).running.platform;
/** Everybody asks the one above, from the top down, and tells in turn. */
const travel = async () => {
  for (let round = 0; round < 2; round++)
    for (const division of [PROVINCE, PREFECTURE, COUNTY, PREFECTURE, PROVINCE]) while (await platform(division).definitions());
};

describe('a new programme of the nation', () => {
  test('is looked at, published, and due in the county; its resources are read and searched there', async () => {
    const resident = await register(network.at(COUNTY), aPerson({ birthDate: '1970-03-04' }));
    const programme = aProgramme({ valid: { from: today } });
    const looked: ImportPreview = (await send(nation, 'look', programme)).body;
    expect(looked).toMatchObject({ faults: [], changes: [{ code: 'stroke-screening', kind: 'new-programme' }] });
    expect(await stateAt(nation, 'stroke-screening', '2026')).toBeUndefined();

    const { status } = await send(nation, 'import', programme);
    await travel();

    expect([status, await stateAt(county, 'stroke-screening', '2026')]).toEqual([200, 'in-force']);
    await vi.waitFor(
      async () => {
        const page: DuePage = (await doctor.api('due?programme=stroke-screening&count=200')).body;
        expect(page.items.map((item) => item.resident)).toContain(resident);
      },
      { timeout: 30_000, interval: 200 },
    );
    const found = await doctor.fhir(
      'PlanDefinition?url=urn:minkang:programme:stroke-screening&version=2026&status=active&name=Stroke&_total=accurate',
    );
    expect(found.body).toMatchObject({
      total: 1,
      entry: [{ resource: { title: '脑卒中筛查', effectivePeriod: { start: today } } }],
    });
    const others = `PlanDefinition?url=urn:minkang:programme:stroke-screening&_total=accurate`;
    const needs = 'depends-on=urn:minkang:programme:stroke-screening:form:screening|2026';
    for (const [asked, total] of [
      [`effective=ge${today}`, 1],
      [`effective=lt${today}`, 0],
      ['title=脑卒中', 1],
      ['version=2025', 0],
      ['status=retired', 0],
      [needs, 1],
      [`${needs.slice(0, -1)}5`, 0],
    ] as const)
      expect([asked, (await doctor.fhir(`${others}&${asked}`)).body]).toMatchObject([asked, { total }]);
    const form = await doctor.fhir('Questionnaire/form-stroke-screening-screening-2026');
    expect(form.body).toMatchObject({ resourceType: 'Questionnaire', item: [{ linkId: 'section:signs' }] });
  });

  test('is known above as in force on each platform below, and asked for once', async () => {
    await travel();
    const receipts: ReceiptList = (await nation.api('definitions/receipts?code=stroke-screening&version=2026')).body;
    const again = await platform(COUNTY).definitions();

    expect(again).toBe(false);
    expect(receipts.items.map(({ platform: of, state }) => [of, state])).toEqual([
      [PROVINCE, 'in-force'],
      [PREFECTURE, 'in-force'],
      [COUNTY, 'in-force'],
    ]);
    const [row] = await platform(COUNTY).database.sql`select count(*)::int as count from definitions.edition`;
    expect(row).toEqual({ count: 1 });
  });

  test('sent again in the same words changes nothing; in other words under the same version it is refused', async () => {
    const same: ImportPreview = (await send(nation, 'import', aProgramme({ valid: { from: today } }))).body;
    const other = await send(nation, 'import', aProgramme({ valid: { from: today }, source: '他' }));

    expect(same).toMatchObject({ changes: [{ kind: 'known' }] });
    expect([other.status, other.body]).toMatchObject([422, { code: 'definition-invalid' }]);
  });

  test('is not changed by a platform below, nor is what comes with the program', async () => {
    const next = await send(county, 'import', aProgramme({ version: '2027', valid: { from: daysFromNow(30) } }));

    expect([next.status, next.body]).toMatchObject([422, { at: "PlanDefinition('urn:minkang:programme:stroke-screening').url" }]);
    expect((await list(county)).editions.filter(({ code }) => code === 'stroke-screening')).toHaveLength(1);
  });
});

describe('a new version', () => {
  test('waits for its day everywhere; who is in the programme keeps what was', async () => {
    const coming = aProgramme({ version: '2027', valid: { from: daysFromNow(30) }, activities: [] });

    await send(nation, 'import', coming);
    await travel();

    expect([await stateAt(county, 'stroke-screening', '2026'), await stateAt(county, 'stroke-screening', '2027')]).toEqual([
      'in-force',
      'coming',
    ]);
    const programmes: Programme[] = (await doctor.api('programmes')).body;
    expect(programmes.find(({ code }) => code === 'stroke-screening')?.version).toBe('2026');
  });

  test('is for who is enrolled from then on: who was in it stays under the version of the enrolment', async () => {
    const asCase = (version: string, from: string) =>
      aProgramme({
        code: 'cases',
        version,
        valid: { from },
        enrolment: { kind: 'case', closing: [] },
        elements: [],
        forms: [],
        measures: [],
        activities: [],
      });
    const enrolled = async () => {
      const id = await register(network.at(COUNTY), aPerson({ birthDate: '1960-01-02' }));
      expect((await doctor.api(`residents/${id}/enrolments`, post({ programme: 'cases', on: today }))).status).toBe(200);
      return async (): Promise<string | undefined> =>
        ((await doctor.api(`residents/${id}/programmes`)).body as ResidentProgrammes).standings.find(
          ({ programme }) => programme === 'cases',
        )?.version;
    };
    await send(nation, 'import', asCase('1', '2026-01-01'));
    await travel();
    const former = await enrolled();
    await vi.waitFor(async () => expect(await former()).toBe('1'), { timeout: 30_000, interval: 100 });

    await send(nation, 'import', asCase('2', today));
    await travel();

    const later = await enrolled();
    await vi.waitFor(async () => expect(await later()).toBe('2'), { timeout: 30_000, interval: 100 });
    expect(await former()).toBe('1');
    expect(await stateAt(county, 'cases', '1')).toBe('past');
  });

  test('of many comes whole though the connection breaks again and again', async () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      aProgramme({
        code: `screening-${index}`,
        valid: { from: daysFromNow(60) },
        activities: [],
        forms: [],
        elements: [],
        measures: [],
      }),
    );
    await send(nation, 'import', ...many);
    let calls = 0;
    const pull = (cutOff: boolean) =>
      pullDefinitions({
        ...{ database: platform(PROVINCE).database, path: [NATION, PROVINCE] },
        composition: () => platform(PROVINCE).programmes.composition,
        ask: async (json) => {
          calls++;
          const { answerDefinitions, askedDefinitions } = await import('../definitions/index.ts');
          const answer = await answerDefinitions(
            platform(NATION).database,
            [NATION],
            PROVINCE,
            askedDefinitions.parse(JSON.parse(json)),
          );
          return cutOff ? JSON.stringify(answer).slice(0, -10) : JSON.stringify(answer);
        },
      });
    await network.at(PREFECTURE).stop();

    await expect(pull(true)).rejects.toMatchObject({ code: 'input-invalid' });
    await pull(false);
    await expect(pull(true)).rejects.toMatchObject({ code: 'input-invalid' });
    while ((await pull(false)).isMore);
    await network.at(PREFECTURE).start();
    await travel();

    expect(calls).toBeGreaterThan(3);
    const known = (await list(county)).editions.filter(({ code }) => code.startsWith('screening-'));
    expect(known.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'coming'));
  });
});

describe('a new edition of the immunisation schedule', () => {
  const CODE = 'immunization-schedule';
  type Library = { url: string; effectivePeriod: { start: string }; version: string; content: { data: string }[] };
  const exported = async (): Promise<{ entry: { resource: Library }[] }> =>
    (await nation.api(`definitions/export?code=${CODE}&version=2026`)).body;
  /** The edition of 2026 from another day, without the second dose against measles. */
  const anEdition = async (version: string, from: string) => {
    const bundle = await exported();
    const [library] = bundle.entry.map(({ resource }) => resource);
    if (!library) throw new Error('the schedule is exported');
    const edition = JSON.parse(Buffer.from(library.content[0]?.data ?? '', 'base64').toString());
    const mmr = edition.series.find(({ id }: { id: string }) => id === 'mmr');
    for (const track of mmr.tracks) track.doses = track.doses.slice(0, 1);
    delete mmr.cohorts;
    Object.assign(edition, { id: version, from });
    library.content = [{ ...library.content[0], data: Buffer.from(JSON.stringify(edition)).toString('base64') }];
    Object.assign(library, { version, effectivePeriod: { start: from }, name: `ImmunizationSchedule${version}` });
    return bundle;
  };
  const forecast = async (resident: string): Promise<ResidentForecast> =>
    (await doctor.api(`residents/${resident}/immunizations/forecast`)).body;
  const dosesAgainstMeasles = ({ series }: ResidentForecast) => series.find((one) => one.series === 'mmr')?.doses.length;

  test('plans the children of a county anew from its day on, without another program', async () => {
    const child = await register(network.at(COUNTY), aPerson({ birthDate: daysFromNow(-30) }));
    const before = await forecast(child);
    const looked = await nation.api('definitions/look', post({ bundle: await anEdition('2027', today) }));

    const { status } = await nation.api('definitions/import', post({ bundle: await anEdition('2027', today) }));
    await travel();
    const after = await forecast(child);

    expect(looked.body).toMatchObject({
      faults: [],
      changes: [{ code: CODE, version: '2027', kind: 'new-version', follows: '2026', parts: [{ part: 'series', code: 'mmr' }] }],
    });
    expect([status, await stateAt(county, CODE, '2026'), await stateAt(county, CODE, '2027')]).toEqual([200, 'past', 'in-force']);
    expect([before, after].map(dosesAgainstMeasles)).toEqual([2, 1]);
    expect([before.edition.id, after.edition.id]).toEqual(['2026', '2027']);
    const library = `Library?url=urn:minkang:content:${CODE}&_total=accurate`;
    expect((await doctor.fhir(`${library}&status=active`)).body).toMatchObject({
      total: 1,
      entry: [{ resource: { version: '2027', effectivePeriod: { start: today } } }],
    });
    expect((await doctor.fhir(`${library}&version=2026&status=retired`)).body).toMatchObject({ total: 1 });
  });

  test('waits for its day, and does not begin before another', async () => {
    await nation.api('definitions/import', post({ bundle: await anEdition('2028', daysFromNow(30)) }));
    await travel();

    const sooner = await nation.api('definitions/import', post({ bundle: await anEdition('2029', daysFromNow(20)) }));

    expect(await stateAt(county, CODE, '2028')).toBe('coming');
    expect([sooner.status, sooner.body]).toMatchObject([
      422,
      { at: `Library('urn:minkang:content:${CODE}').effectivePeriod.start` },
    ]);
  });

  test('is refused with the place, and changed by nobody below', async () => {
    const broken = await anEdition('2030', daysFromNow(90));
    for (const { resource } of broken.entry) resource.effectivePeriod.start = daysFromNow(91);
    const mine = await county.api('definitions/import', post({ bundle: await anEdition('2031', daysFromNow(99)) }));

    const { status, body } = await nation.api('definitions/look', post({ bundle: broken }));

    expect([status, body]).toMatchObject([200, { faults: [{ at: 'Bundle.entry[0].resource.effectivePeriod.start' }] }]);
    expect([mine.status, mine.body]).toMatchObject([422, { at: `Library('urn:minkang:content:${CODE}').url` }]);
  });
});

describe('a definition that is broken', () => {
  test('is refused whole with the place, also beside one that is not', async () => {
    const bundle = aBundle(aProgramme({ code: 'whole', measures: [] }), aProgramme({ code: 'broken', measures: [] }));
    const text = JSON.stringify(bundle).replaceAll(
      'urn:minkang:programme:broken:form:screening|2026',
      'urn:minkang:programme:broken:form:other|2026',
    );

    const { status, body } = await nation.api('definitions/import', post({ bundle: JSON.parse(text) }));

    expect([status, body]).toMatchObject([422, { code: 'definition-invalid', faults: expect.any(Array) }]);
    expect((body as { faults: { at: string }[] }).faults.map(({ at }) => at)).toContain(
      'Bundle.entry[3].resource.relatedArtifact[1].resource',
    );
    expect((await list(nation)).editions.filter(({ code }) => code === 'whole' || code === 'broken')).toEqual([]);
  });

  test('that a newer program understands is kept below, said to be refused, and told upwards', async () => {
    const { sql } = platform(NATION).database;
    const bundle = JSON.stringify(aBundle(aProgramme({ code: 'of-tomorrow' }))).replace('"timingTiming"', '"timingOfTomorrow"');
    await sql`
      insert into definitions.edition (code, version, origin, position, digest, bundle, published_at)
      select 'of-tomorrow', '2026', ${NATION}, max(position) + 1, translate(rtrim(encode(sha256(convert_to(${bundle}, 'utf8')), 'base64'), '='), '+/', '-_'), ${bundle}, now()
        from definitions.edition`;
    await travel();

    const receipts: ReceiptList = (await nation.api('definitions/receipts?code=of-tomorrow&version=2026')).body;

    expect(receipts.items.find((one) => one.platform === COUNTY)).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining('Bundle.entry[0].resource.action[1]'),
    });
    expect(await stateAt(county, 'stroke-screening', '2026')).toBe('in-force');
  });
});

describe('who may', () => {
  test.each(['village', 'doctor', 'registrar', 'statistician', 'auditor'])('%s publishes nothing', async (username) => {
    const caller = await network.at(COUNTY).as(username);

    expect((await send(caller, 'import', aProgramme({ code: 'mine' }))).status).toBe(403);
  });

  test('nobody writes a definition as a resource, beside those there are or in their place', async () => {
    const put = (body: Record<string, unknown>, path = String(body['resourceType'])) =>
      network.at(COUNTY).fhir(path, {
        method: path.includes('/') ? 'PUT' : 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify(body),
      });
    const plan = { resourceType: 'PlanDefinition', status: 'active' };
    const id = 'programme-hypertension-2017';

    const answers = [
      await put({ ...plan, url: 'urn:minkang:programme:hypertension', version: '2099' }),
      await put({ ...plan, id, url: 'urn:other' }, `PlanDefinition/${id}`),
      await put({ ...plan, url: 'urn:example:plan' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 201]);
  });

  test('a publication is in the audit log', async () => {
    const rows = await platform(NATION).database.sql`
      select what from audit.entry where what like 'PlanDefinition/stroke-screening%' order by what`;

    expect(rows.map(({ what }) => what)).toEqual([
      'PlanDefinition/stroke-screening|2026',
      'PlanDefinition/stroke-screening|2027',
    ]);
  });
});

test('the command imports at a platform that runs, and says why not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minkang-definitions-'));
  const { definitionsCommand } = await import('./cli/definitions.ts');
  const lines: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    const [settings, good, bad, out] = ['settings', 'good', 'bad', 'out'].map((name) => join(folder, `${name}.json`)) as [
      string,
      string,
      string,
      string,
    ];
    await writeFile(settings, JSON.stringify(network.at(NATION).settings));
    await writeFile(good, JSON.stringify(aBundle(aProgramme({ code: 'by-command', valid: { from: today }, measures: [] }))));
    await writeFile(bad, JSON.stringify(aBundle(aProgramme({ code: 'Bad', measures: [] }))));

    expect(await definitionsCommand.run(['import', bad, '--settings', settings])).toBe(1);
    expect(await definitionsCommand.run(['import', good, '--settings', settings, '--look'])).toBe(0);
    expect(await definitionsCommand.run(['import', good, '--settings', settings])).toBe(0);
    expect(await definitionsCommand.run(['export', out, '--settings', settings, '--programme', 'by-command'])).toBe(0);
    expect(lines.join('\n')).toContain('Bundle.entry[0].resource.url');
  } finally {
    print.mockRestore();
    await rm(folder, { recursive: true });
  }
  expect(await stateAt(nation, 'by-command', '2026')).toBe('in-force');
});
