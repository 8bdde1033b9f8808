import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anObservation, aPerson, post, put, register } from '../../../tests/support/people.ts';
import { openPlatform } from '../platform.ts';

interface Outcome {
  readonly issue: readonly {
    readonly severity: string;
    readonly code: string;
    readonly details: { readonly text: string; readonly _text: unknown };
    readonly diagnostics: string;
    readonly expression: readonly string[];
  }[];
}

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

const linesOf = (body: Outcome): string[] =>
  body.issue.map(({ severity, expression, diagnostics }) =>
    `${severity} ${expression?.join() ?? ''} ${diagnostics ?? ''}`.trim(),
  );

async function validated(path: string, init?: RequestInit): Promise<string[]> {
  const { status, body } = await gulou.fhir(path, init);
  expect([path, status]).toEqual([path, 200]);
  return linesOf(body);
}

let count = 0;
/** A profile for Device that demands an element, stored under an address of its own. */
async function aStoredProfile(changes: object = {}) {
  const url = `http://example.org/StructureDefinition/device-${count++}`;
  const definition = {
    resourceType: 'StructureDefinition',
    url,
    name: 'Ward',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Device',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Device',
    derivation: 'constraint',
    differential: { element: [{ id: 'Device.lotNumber', path: 'Device.lotNumber', min: 1 }] },
    ...changes,
  };
  const id = await register(await gulou.as('admin'), definition);
  return { url, definition, id };
}

const aDevice = (...profile: string[]) => ({
  resourceType: 'Device',
  status: 'active',
  ...(profile.length > 0 ? { meta: { profile } } : {}),
});

const asParameters = (resource: unknown, ...more: object[]) =>
  post({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }, ...more] });

describe('what is sent to be validated', () => {
  test('is told to be right, in both languages, and is not stored', async () => {
    const before = await gulou.fhir('Device?_summary=count');

    const { status, body } = await gulou.fhir('Device/$validate', post(aDevice()));

    const after = await gulou.fhir('Device?_summary=count');
    const [issue] = (body as Outcome).issue;
    expect([status, issue?.severity, issue?.details.text]).toEqual([200, 'information', 'No issues were found']);
    expect(JSON.stringify(issue?.details._text)).toContain('未发现问题');
    expect(after.body).toMatchObject({ total: (before.body as { total: number }).total });
  });

  test('is told all that is wrong, each at its place and in both languages', async () => {
    const patient = aPerson({ gender: 'F', birthDate: '1984-13-01', number: null, photo: [{}] });

    const { body } = await gulou.fhir('Patient/$validate', asParameters(patient));

    const { issue } = body as Outcome;
    expect(issue.map(({ severity, expression }) => `${severity} ${expression[0]}`)).toEqual([
      'error Patient.gender',
      'error Patient.birthDate',
      'error Patient.photo[0]',
    ]);
    expect(JSON.stringify(issue[0]?.details._text)).toContain('须取值集 administrative-gender 中的代码');
    expect(JSON.stringify(body)).not.toContain('1984-13-01');
  });

  test('is held to a profile that is named beside it', async () => {
    const { url } = await aStoredProfile();

    const inQuery = await validated(`Device/$validate?profile=${encodeURIComponent(url)}`, post(aDevice()));
    const inBody = await validated('Device/$validate', asParameters(aDevice(), { name: 'profile', valueUri: url }));

    expect(inQuery).toEqual([`error Device lotNumber is required (${url})`]);
    expect(inBody).toEqual(inQuery);
  });

  test('hears that a profile is not known, as a warning where it names it itself', async () => {
    const url = 'http://example.org/nowhere';

    const named = await validated('Device/$validate', post(aDevice(url)));
    const demanded = await validated(`Device/$validate?profile=${url}&mode=profile`, post(aDevice()));

    expect(named).toEqual([`warning Device the profile is not known here, and is not checked (${url})`]);
    expect(demanded).toEqual([`error Device the profile that the resource is to follow is not known (${url})`]);
  });

  test('has a bounded number of issues, and how many more there are', async () => {
    const extension = Array.from({ length: 500 }, () => ({ url: 'http://example.org/x' }));

    const lines = await validated('Device/$validate', post({ ...aDevice(), extension }));

    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toBe('information Device 300 more issues are not listed');
  });

  test('is judged by the definitions of its extensions, and where they stand', async () => {
    const division = { url: 'urn:minkang:extension:division', valueString: 'x' };

    const lines = await validated('Patient/$validate', post(aPerson({ extension: [division], name: '林' })));

    expect(lines).toEqual([
      'error Patient.extension[0].value the type is one of code (urn:minkang:extension:division)',
      expect.stringContaining('Patient.extension[0].value mk-division'),
    ]);
  });

  test.each<[string, string, unknown, number]>([
    ['no resource', 'Device/$validate', {}, 400],
    ['a resource of another type', 'Device/$validate', { resourceType: 'Patient' }, 400],
    ['a list', 'Device/$validate', [], 400],
    ['an unknown mode', 'Device/$validate?mode=burn', { resourceType: 'Device' }, 400],
    ['the mode profile without a profile', 'Device/$validate?mode=profile', { resourceType: 'Device' }, 400],
    ['an unknown type', 'Gadget/$validate', { resourceType: 'Gadget' }, 404],
  ])('%s is refused', async (_, path, resource, expected) => {
    const { status, body } = await gulou.fhir(path, post(resource as object));

    expect([status, body]).toMatchObject([expected, { resourceType: 'OperationOutcome' }]);
  });
});

describe('what is stored', () => {
  test('is validated where it lies, and the reading is in the audit log', async () => {
    const patient = await register(gulou, aPerson());
    const record = await register(gulou, anObservation(patient));

    const lines = await validated(`Observation/${record}/$validate`);

    const rows = await gulou.running.platform.database.sql<{ action: string }[]>`
      select action from audit.entry where what = ${`Observation/${record}`} order by at`;
    expect(lines).toEqual(['information']);
    expect(rows.map(({ action }) => action)).toEqual(['create', 'read']);
  });

  test('may be asked whether it could be deleted, and stays', async () => {
    const patient = await register(gulou, aPerson());
    const record = await register(gulou, anObservation(patient));

    const ofRecord = await validated(`Observation/${record}/$validate?mode=delete`);
    const ofPatient = await validated(`Patient/${patient}/$validate?mode=delete`);

    expect(ofRecord).toEqual(['information']);
    expect(ofPatient).toEqual([expect.stringContaining('error Patient')]);
    expect((await gulou.fhir(`Observation/${record}`)).status).toBe(200);
    expect((await gulou.fhir(`Observation/${record}/_history`)).body).toMatchObject({ entry: [{}] });
  });

  test('is not told from what is not there', async () => {
    const { status } = await gulou.fhir('Observation/nothing/$validate');

    expect(status).toBe(404);
  });

  test('is kept from who may not see it, and nobody asks for more than the account may do', async () => {
    const patient = await register(gulou, aPerson());
    const record = await register(gulou, anObservation(patient));
    const registrar = await gulou.as('registrar');

    const read = await registrar.fhir(`Observation/${record}/$validate`);
    const create = await registrar.fhir('Observation/$validate?mode=create', post(anObservation(patient)));

    expect([read.status, create.status]).toEqual([404, 403]);
  });
});

describe('a profile that a resource names', () => {
  test('is enforced on every write from the moment it is stored until it is retired', async () => {
    const address = 'http://example.org/StructureDefinition/to-come';
    const before = await gulou.fhir('Device', post(aDevice(address)));
    const { id, definition } = await aStoredProfile({ url: address });

    const refused = await gulou.fhir('Device', post(aDevice(address)));
    const inBundle = await gulou.fhir(
      '',
      post({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ resource: aDevice(address), request: { method: 'POST', url: 'Device' } }],
      }),
    );
    await (await gulou.as('admin')).fhir(`StructureDefinition/${id}`, put({ ...definition, id, status: 'retired' }));
    const after = await gulou.fhir('Device', post(aDevice(address)));

    expect([before.status, refused.status, inBundle.status, after.status]).toEqual([201, 422, 422, 201]);
    expect(linesOf(refused.body)).toEqual([`error Device lotNumber is required (${address})`]);
    expect(linesOf(inBundle.body)).toEqual([`error Bundle.entry[0].resource lotNumber is required (${address})`]);
  });

  test('is held to by what is labelled with it, too', async () => {
    const { url } = await aStoredProfile();
    const [wrong, right] = [await register(gulou, aDevice()), await register(gulou, { ...aDevice(), lotNumber: 'A1' })];
    const label = post({ resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { profile: [url] } }] });

    const refused = await gulou.fhir(`Device/${wrong}/$meta-add`, label);
    const accepted = await gulou.fhir(`Device/${right}/$meta-add`, label);

    expect([refused.status, accepted.status]).toEqual([422, 200]);
    expect((await gulou.fhir(`Device/${wrong}/$meta`)).body).not.toHaveProperty('parameter.0.valueMeta.profile');
  });

  test('changes for every process of the platform at once', async () => {
    const { url, definition, id } = await aStoredProfile({ differential: { element: [{ id: 'Device', path: 'Device' }] } });
    const other = await openPlatform({ settings: gulou.settings, log: pino({ level: 'fatal' }) });
    const before = await other.validation.issuesOf(aDevice(url), 'Device');

    await (await gulou.as('admin')).fhir(
      `StructureDefinition/${id}`,
      put({ ...definition, id, differential: { element: [{ id: 'Device.owner', path: 'Device.owner', min: 1 }] } }),
    );
    const after = await other.validation.issuesOf(aDevice(url), 'Device');
    await other.close();

    expect([before, after.map(({ detail }) => detail)]).toEqual([[], ['owner is required']]);
  });

  test('makes an extension known where unknown ones are refused', async () => {
    const { url } = await aStoredProfile({
      type: 'Extension',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
      context: [
        { type: 'element', expression: 'Element' },
        { type: 'element', expression: 'Device' },
      ],
      differential: { element: [{ id: 'Extension', path: 'Extension' }] },
    });
    const profiles = { ...gulou.settings.profiles, strict: ['unknown-extensions' as const] };
    const strict = await openPlatform({ settings: { ...gulou.settings, profiles }, log: pino({ level: 'fatal' }) });
    const extendedBy = (one: string) => ({ ...aDevice(), extension: [{ url: one, valueString: 'x' }] });
    const [known, unknown] = [extendedBy(url), extendedBy(`${url}-other`)];

    const check = await strict.validation.prepare([known, unknown]);
    await strict.close();

    expect(check).toBeDefined();
    expect(check?.(known, 'Device')).toBeUndefined();
    expect(check?.(unknown, 'Device')).toMatchObject({ code: 'resource-invalid', at: 'Device.extension[0]' });
  });

  test('holds in the version that is named, and with all that it is based on', async () => {
    const base = await aStoredProfile({ version: '1' });
    await aStoredProfile({ url: base.url, version: '2', differential: { element: [{ id: 'Device', path: 'Device' }] } });
    const derived = await aStoredProfile({
      baseDefinition: `${base.url}|1`,
      differential: { element: [{ id: 'Device.owner', path: 'Device.owner', min: 1 }] },
    });

    const [first, newest, ofDerived] = await Promise.all(
      [`${base.url}|1`, base.url, derived.url].map((url) => validated('Device/$validate', post(aDevice(url)))),
    );

    expect(first).toEqual([`error Device lotNumber is required (${base.url}|1)`]);
    expect(newest).toEqual(['information']);
    expect(ofDerived?.toSorted()).toEqual([
      `error Device lotNumber is required (${derived.url})`,
      `error Device owner is required (${derived.url})`,
    ]);
  });

  test('is checked in what a transaction refers to within itself', async () => {
    const ward = await aStoredProfile();
    const metric = await aStoredProfile({
      type: 'DeviceMetric',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/DeviceMetric',
      differential: {
        element: [
          { id: 'DeviceMetric.source', path: 'DeviceMetric.source', type: [{ code: 'Reference', targetProfile: [ward.url] }] },
        ],
      },
    });
    const transaction = (device: object) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: {
            resourceType: 'DeviceMetric',
            meta: { profile: [metric.url] },
            type: { text: 'x' },
            category: 'setting',
            source: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' },
          },
          request: { method: 'POST', url: 'DeviceMetric' },
        },
        {
          fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001',
          resource: { ...aDevice(), ...device },
          request: { method: 'POST', url: 'Device' },
        },
      ],
    });

    const refused = await gulou.fhir('', post(transaction({})));
    const accepted = await gulou.fhir('', post(transaction({ lotNumber: '7' })));

    expect([refused.status, accepted.status]).toEqual([422, 200]);
    expect(linesOf(refused.body)).toEqual([
      `error Bundle.entry[0].resource.source the resource that is referred to follows one of ${ward.url} (${metric.url})`,
    ]);
  });
});

describe('the profiles of the program', () => {
  test('are served like any other StructureDefinition', async () => {
    const { body } = await gulou.fhir('StructureDefinition?url=urn:minkang:profile:resident');

    expect(body).toMatchObject({ entry: [{ resource: { name: 'MinkangResident', type: 'Patient', status: 'active' } }] });
  });

  test('hold a resident to the form of the numbers of China, and a guest to none of them', async () => {
    const wrong = await gulou.fhir('Patient', post(aPerson({ card: '12' })));
    const guest = await gulou.fhir(
      'Patient',
      post({ resourceType: 'Patient', identifier: [{ system: 'urn:passport', value: '12' }] }),
    );

    expect([wrong.status, guest.status]).toEqual([422, 201]);
    expect(linesOf(wrong.body)[0]).toContain('Patient.identifier[1].value mk-health-card');
  });
});
