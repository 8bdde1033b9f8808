import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectBySecret } from '../../src/server/import/connection.ts';
import { runImport } from '../../src/server/import/run.ts';
import type { ImportSummary } from '../../src/server/import/summary.ts';
import { type TestNetwork, type TestPlatform, testNetwork } from '../support/network.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/samples/synthea', import.meta.url));

interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly identifier?: readonly { readonly system: string; readonly value: string }[];
}
interface Bundle {
  readonly entry?: readonly { readonly resource: Resource }[];
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

async function readBundles(): Promise<Bundle[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json.gz'));
  return Promise.all(
    names.map(async (name): Promise<Bundle> => JSON.parse(gunzipSync(await readFile(join(FOLDER, name))).toString())),
  );
}

/** The bundles of Synthea lie beside the project; where they do not, these tests are skipped by their names. */
describe.skipIf(!existsSync(FOLDER))('the bundles of ../shared/samples/synthea', () => {
  let network: TestNetwork;
  let gulou: TestPlatform;
  let folder: string;
  let bundles: Bundle[];
  let summary: ImportSummary;
  beforeAll(async () => {
    network = await testNetwork('350102');
    gulou = network.at('350102');
    folder = await mkdtemp(join(tmpdir(), 'synthea-'));
    bundles = await readBundles();
    const [client] = gulou.settings.sample?.clients ?? [];
    const connection = connectBySecret(gulou.url, client?.clientId ?? '', client?.clientSecret ?? '');
    const signal = new AbortController().signal;
    summary = await runImport({ paths: [FOLDER], connection, stateFolder: folder, again: false, signal, onProgress: () => {} });
  });
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const everythingOf = async (id: string): Promise<Resource[]> => {
    const found: Resource[] = [];
    for (let path: string | undefined = `Patient/${id}/$everything?_count=500`; path; ) {
      const page: Bundle = (await gulou.fhir(path)).body;
      found.push(...(page.entry ?? []).map(({ resource }) => resource));
      path = page.link?.find(({ relation }) => relation === 'next')?.url.replace(`${gulou.url}/fhir/`, '');
    }
    return found;
  };
  const patientsOf = async (): Promise<{ sent: Bundle; id: string }[]> =>
    Promise.all(
      bundles.map(async (sent) => {
        const [identifier] = sent.entry?.find(({ resource }) => resource.resourceType === 'Patient')?.resource.identifier ?? [];
        const query = encodeURIComponent(`${identifier?.system}|${identifier?.value}`);
        const found: Bundle = (await gulou.fhir(`Patient?identifier=${query}`)).body;
        return { sent, id: found.entry?.[0]?.resource.id ?? '' };
      }),
    );

  test('are taken whole', () => {
    const entries = bundles.reduce((sum, { entry = [] }) => sum + entry.length, 0);

    expect(bundles.length).toBeGreaterThan(5);
    expect(summary).toMatchObject({ refused: 0, problems: [], files: bundles.length, accepted: entries });
  });

  test('come back as everything of their residents: each type as often as it was sent', async () => {
    const owned = (resources: readonly Resource[]) =>
      Object.fromEntries(
        [...Map.groupBy(resources, ({ resourceType }) => resourceType)]
          .map(([type, all]) => [type, all.length] as const)
          // what several residents share may have come with another bundle
          .filter(([type]) => !['Organization', 'Practitioner', 'Location', 'PractitionerRole', 'Medication'].includes(type))
          .sort(),
      );

    const answers = await Promise.all((await patientsOf()).map(async ({ sent, id }) => [sent, await everythingOf(id)] as const));

    for (const [sent, found] of answers)
      expect(owned(found)).toMatchObject(owned((sent.entry ?? []).map(({ resource }) => resource)));
  });

  test('have no reference that leads nowhere', async () => {
    const all = (await Promise.all((await patientsOf()).map(({ id }) => everythingOf(id)))).flat();
    const text = JSON.stringify(all);
    const names = new Set(all.map(({ resourceType, id }) => `${resourceType}/${id}`));

    const references = new Set([...text.matchAll(/"reference":"([^"#][^"]*)"/g)].map(([, reference = '']) => reference));

    const unread = [...references].filter((reference) => !names.has(reference));
    const statuses = await Promise.all(unread.map(async (reference) => [reference, (await gulou.fhir(reference)).status]));
    expect(text).not.toContain('urn:uuid:');
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
  });
});
