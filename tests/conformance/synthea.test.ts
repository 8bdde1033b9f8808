import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forEachReference, isObject, parseJson, parseLocalReference } from '../../src/fhir/index.ts';
import {
  type EntryResponse,
  everythingOnAllPages,
  type Identified,
  storeForTests,
  type TestStore,
} from '../../src/store/testing.ts';
import { exampleBundles } from './samples.ts';

interface GivenEntry {
  readonly fullUrl: string;
  readonly resource: Identified;
}

/** A bundle as it was sent, and under which name each of its entries is stored. */
interface Imported {
  readonly given: readonly GivenEntry[];
  /** fullUrl → `Type/id`. */
  readonly names: ReadonlyMap<string, string>;
  readonly stored: ReadonlyMap<string, string>;
}

const bundles = exampleBundles('synthea');
/** Where the folder is missing, one line for all of them says that they were skipped. */
const names = bundles.length > 0 ? bundles.map(({ name }) => [name]) : [['each bundle']];

const referencesIn = (value: unknown): string[] => {
  const found: string[] = [];
  forEachReference(value, (reference) => found.push(reference));
  return found;
};

const withoutStore = (text: string): string => text.replace(/"meta":\{"versionId":"1","lastUpdated":"[^"]+"(?:,|\})/, '"meta":{');

describe('the Synthea bundles in shared/samples/synthea', () => {
  let here: TestStore;
  const imported = new Map<string, Imported>();

  beforeAll(async () => {
    here = await storeForTests();
    for (const { name, text } of bundles) imported.set(name, await importWhole(text));
  });
  afterAll(() => here[Symbol.asyncDispose]());

  async function importWhole(text: string): Promise<Imported> {
    const bundle = parseJson(text);
    const given: readonly GivenEntry[] = isObject(bundle) && Array.isArray(bundle['entry']) ? bundle['entry'] : [];
    const answer: { entry: readonly EntryResponse[] } = JSON.parse(await here.all.bundle({ bundle }));
    const names = new Map(
      answer.entry.map(({ response }, index) => [
        given[index]?.fullUrl ?? '',
        (response.location ?? '').split('/_history')[0] ?? '',
      ]),
    );
    const stored = new Map<string, string>();
    for (const name of names.values()) {
      const [type = '', id = ''] = name.split('/');
      stored.set(name, (await here.all.read(type, id)).body);
    }
    expect(answer.entry.map(({ response }) => response.status)).toEqual(given.map(() => '201'));
    return { given, names, stored };
  }

  const of = (name: string): Imported => {
    const found = imported.get(name);
    if (!found) throw new Error('every bundle was imported');
    return found;
  };

  test.skipIf(bundles.length === 0)('are twenty', () => {
    expect(bundles).toHaveLength(20);
    expect(imported.size).toBe(20);
  });

  test.skipIf(bundles.length === 0).each(names)('%s: every resource is stored as it was sent, but for its names', (name) => {
    const { given, names, stored } = of(name);

    expect(stored.size).toBe(given.length);
    for (const { fullUrl, resource } of given) {
      const { id: _id, meta: _meta, ...content } = resource;
      const body = stored.get(names.get(fullUrl) ?? '') ?? '';
      const renamed = JSON.stringify(content).replaceAll(
        /"reference":"(urn:uuid:[^"]+)"/g,
        (_, urn) => `"reference":"${names.get(urn)}"`,
      );
      const { id: _own, meta: _ours, ...kept } = parseJson(withoutStore(body)) as Identified;
      expect(JSON.stringify(kept)).toBe(renamed);
    }
  });

  test.skipIf(bundles.length === 0).each(names)('%s: every reference leads to a resource', (name) => {
    const { stored } = of(name);

    let count = 0;
    for (const body of stored.values())
      for (const reference of referencesIn(JSON.parse(body))) {
        if (reference.startsWith('#')) continue;
        count += 1;
        expect(stored.has(reference) && parseLocalReference(reference) !== undefined).toBe(true);
      }
    expect(count).toBeGreaterThan(0);
  });

  test.skipIf(bundles.length === 0).each(names)(
    '%s: $everything returns all that is of the patient or that it names',
    async (name) => {
      const { stored } = of(name);
      const patient = [...stored.keys()].find((one) => one.startsWith('Patient/')) ?? '';

      const whole = (await everythingOnAllPages(here.all, patient.replace('Patient/', ''), 1000)).flat();
      const paged = (await everythingOnAllPages(here.all, patient.replace('Patient/', ''), 17)).flat();

      expect(whole.toSorted()).toEqual([...stored.keys()].toSorted());
      expect(paged).toEqual(whole);
    },
  );
});
