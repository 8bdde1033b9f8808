import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, IDENTITY } from '../../../tests/support/people.ts';
import { type Connection, connectBySecret } from './connection.ts';
import { runImport } from './run.ts';

let network: TestNetwork;
let gulou: TestPlatform;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
});
afterAll(() => network[Symbol.asyncDispose]());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const connect = (): Connection => {
  const [client] = gulou.settings.sample?.clients ?? [];
  return connectBySecret(`${gulou.url}/`, client?.clientId ?? '', client?.clientSecret ?? '');
};
const write = async (name: string, content: string | Buffer) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const lines = (...resources: object[]) => resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');
const bundle = (...resources: { resourceType: string }[]) =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } })),
  });

interface ImportChanges {
  readonly connection?: Connection;
  readonly again?: boolean;
  readonly signal?: AbortSignal;
}
const importing = (
  { connection = connect(), again = false, signal = new AbortController().signal }: ImportChanges = {},
  ...paths: string[]
) => runImport({ paths, connection, stateFolder: join(folder, 'state'), again, signal, onProgress: () => {} });

async function countOf(number: string): Promise<number> {
  const { total }: { total: number } = (await gulou.fhir(`Patient?identifier=${IDENTITY}|${number}&_total=accurate`)).body;
  return total;
}

/** Lets so many bundles through and then answers as a network does that is cut. */
function cutAfter(count: number, inner: Connection = connect()): Connection {
  let left = count;
  return {
    url: inner.url,
    postBundle: async (...sent) => {
      if (left-- <= 0) throw new Error('the line is cut');
      return inner.postBundle(...sent);
    },
  };
}
/** Carries out every bundle, and loses the answer of one. */
function losingAnswer(which: number, inner: Connection = connect()): Connection {
  let turn = 0;
  return {
    url: inner.url,
    postBundle: async (...sent) => {
      const answer = await inner.postBundle(...sent);
      if (++turn === which) throw new Error('the answer is lost');
      return answer;
    },
  };
}

describe('import', () => {
  test('takes bundles and lines, packed or not, from files and folders', async () => {
    const numbers = Array.from({ length: 4 }, () => anIdentityNumber());
    const [a, b, c, d] = numbers.map((number) => aPerson({ number, resourceType: 'Patient' }));
    await mkdir(join(folder, 'deep', 'er'), { recursive: true });
    await write('deep/a.json', bundle({ resourceType: 'Patient', ...a }));
    await write('deep/er/b.json.gz', gzipSync(bundle({ resourceType: 'Patient', ...b })));
    await write('deep/c.ndjson', lines({ ...c, id: anIdentityNumber() }));
    await write('deep/readme.txt', 'not for import');
    const single = await write('d.ndjson.gz', gzipSync(lines({ ...d })));

    const summary = await importing({}, join(folder, 'deep'), single);

    expect(summary).toMatchObject({ files: 4, accepted: 4, refused: 0, byType: { Patient: { accepted: 4, refused: 0 } } });
    expect(await Promise.all(numbers.map(countOf))).toEqual([1, 1, 1, 1]);
  });

  test('a byte order mark and the line ends of Windows are no hindrance', async () => {
    const [one, two] = [anIdentityNumber(), anIdentityNumber()];
    const text = lines(aPerson({ number: one }), aPerson({ number: two })).replaceAll('\n', '\r\n');

    const summary = await importing(
      {},
      await write('people.ndjson', `\uFEFF${text}`),
      await write('none.json', `\uFEFF${bundle()}`),
    );

    expect(summary).toMatchObject({ accepted: 2, refused: 0 });
  });

  test('what was imported whole is not sent again; with --again it is', async () => {
    const file = await write('people.ndjson', lines(aPerson({ id: `p-${anIdentityNumber()}` })));
    await importing({}, file);

    const [second, third] = [await importing({ connection: cutAfter(0) }, file), await importing({ again: true }, file)];

    expect(second).toMatchObject({ skippedFiles: 1, accepted: 0, refused: 0 });
    expect(third).toMatchObject({ skippedFiles: 0, accepted: 1 });
  });

  test('cut off in the middle, the same command goes on, and nothing is there twice', async () => {
    const numbers = Array.from({ length: 1200 }, (_, index) => `cut-${index}`);
    const file = await write(
      'people.ndjson',
      lines(...numbers.map((value) => ({ resourceType: 'Patient', identifier: [{ system: 'urn:cut', value }] }))),
    );
    await expect(importing({ connection: cutAfter(1) }, file)).rejects.toThrow('cut');

    const summary = await importing({}, file);

    const { total }: { total: number } = (await gulou.fhir('Patient?identifier=urn:cut|&_summary=count')).body;
    expect(summary).toMatchObject({ accepted: 700, refused: 0, skippedFiles: 0 });
    expect(total).toBe(1200);
  });

  test.each([
    ['lines', 'ndjson'],
    ['a bundle', 'json'],
  ])('%s whose answer was lost are carried out once', async (_, kind) => {
    const number = anIdentityNumber();
    const person = aPerson({ number });
    const file = await write(`people.${kind}`, kind === 'json' ? bundle(person) : lines(person));
    await expect(importing({ connection: losingAnswer(1) }, file)).rejects.toThrow('lost');

    const summary = await importing({}, file);

    expect(summary).toMatchObject({ accepted: 1, refused: 0 });
    expect(await countOf(number)).toBe(1);
  });

  test('cancelled, says so, and goes on from there', async () => {
    const file = await write('people.ndjson', lines(aPerson()));
    const cancelled = AbortSignal.abort();

    const [first, second] = [await importing({ signal: cancelled }, file), await importing({}, file)];

    expect(first).toMatchObject({ cancelled: true, accepted: 0 });
    expect(second).toMatchObject({ cancelled: false, accepted: 1 });
  });
});

describe('what is refused', () => {
  test('is told with line, place and reason, and the rest is taken', async () => {
    const good = anIdentityNumber();
    const name = '不该出现';
    const text = `${lines(aPerson({ number: good }), aPerson({ name, gender: 'man' }))}{"resourceType":\n\n${lines({ resourceType: 'Resident' }, aPerson({ name, number: '350102198405060000' }))}`;

    const summary = await importing({}, await write('people.ndjson', text));

    expect(summary).toMatchObject({ accepted: 1, refused: 4 });
    expect(summary.problems.map(({ at, code }) => [at, code])).toEqual(
      expect.arrayContaining([
        ['line 2, Patient.gender', 'resource-invalid'],
        ['line 3', 'json-malformed'],
        ['line 6, Patient.identifier[0].value', 'identifier-malformed'],
      ]),
    );
    expect(JSON.stringify(summary)).not.toContain(name);
    expect(await countOf(good)).toBe(1);
  });

  test('is told again by the same command, and nothing is there twice', async () => {
    const number = anIdentityNumber();
    const file = await write('people.ndjson', lines(aPerson({ number }), aPerson({ gender: 'man' })));
    const first = await importing({}, file);

    const second = await importing({}, file);

    expect([first.refused, second.refused]).toEqual([1, 1]);
    expect(await countOf(number)).toBe(1);
  });

  test('a transaction is refused whole', async () => {
    const number = anIdentityNumber();

    const summary = await importing({}, await write('birth.json', bundle(aPerson({ number }), aPerson({ gender: 'man' }))));

    expect(summary).toMatchObject({ accepted: 0, refused: 2, problems: [{ code: 'resource-invalid', count: 2 }] });
    expect(await countOf(number)).toBe(0);
  });

  test.each([
    ['a file that is no JSON', 'a.json', '{', 'json-malformed'],
    ['a resource that is no bundle', 'a.json', '{"resourceType":"Patient"}', 'json-malformed'],
    ['a bundle to be stored', 'a.json', '{"resourceType":"Bundle","type":"document","entry":[{}]}', 'input-invalid'],
    ['a packed file that is none', 'a.json.gz', 'not packed', 'file-damaged'],
    ['packed lines that are none', 'a.ndjson.gz', 'not packed', 'file-damaged'],
    [
      'packed lines that end too early',
      'a.ndjson.gz',
      gzipSync('{"resourceType":"Basic"}\n'.repeat(9)).subarray(0, 30),
      'file-damaged',
    ],
  ])('%s does not keep the others from being imported', async (_, name, content, code) => {
    const number = anIdentityNumber();

    const summary = await importing({}, await write(name, content), await write('good.ndjson', lines(aPerson({ number }))));

    expect(summary.problems).toMatchObject([{ code }]);
    expect(summary).toMatchObject({ accepted: 1, files: 2 });
    expect(await countOf(number)).toBe(1);
  });

  test('a path that is not there, or has nothing for import, is said at once', async () => {
    await write('readme.txt', 'nothing');

    await expect(importing({}, join(folder, 'nowhere'))).rejects.toThrow('does not exist');
    await expect(importing({}, folder)).rejects.toThrow('no .json or .ndjson');
  });

  test('a wrong secret is said at once', async () => {
    const connection = connectBySecret(gulou.url, 'hospital-350102', 'guessed');

    const result = importing({ connection }, await write('people.ndjson', lines(aPerson())));

    await expect(result).rejects.toThrow('does not accept the client id and secret');
  });

  test('how far each file came is kept without its contents', async () => {
    const number = anIdentityNumber();
    await importing({}, await write('people.ndjson', lines(aPerson({ number }))));

    const kept = await readFile(join(folder, 'state', 'imports', `${encodeURIComponent(gulou.url)}.json`), 'utf8');

    expect(Object.values(JSON.parse(kept))).toEqual(['done']);
    expect(kept).not.toContain(number);
  });
});

test('observations without their resident may come first', async () => {
  const patient = `late-${anIdentityNumber()}`;
  const observations = await write('a-observations.ndjson', lines(anObservation(patient)));
  await importing({}, observations);

  await importing({}, await write('people.ndjson', lines(aPerson({ id: patient }))));

  const found = await gulou.fhir(`Patient/${patient}/$everything`);
  expect(found.body).toMatchObject({ entry: [{ resource: { id: patient } }, { resource: { resourceType: 'Observation' } }] });
});
