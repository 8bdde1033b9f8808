import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isObject, parseJson } from '../../src/fhir/index.ts';
import { Problem } from '../../src/kernel/index.ts';
import { type Identified, idsOnAllPages, storeForTests, type TestStore } from '../../src/store/testing.ts';
import { exampleLines } from './samples.ts';

/** What a number was written as, so that 1.50 and 1.5 are two. */
const SPELLED = /("(?:[^"\\]|\\.)*")|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The text as a value in which each number is its own spelling, without version and time of the store. */
function exactly(text: string): unknown {
  const value: unknown = JSON.parse(text.replaceAll(SPELLED, (token, quoted) => (quoted ? token : `{"number":"${token}"}`)));
  if (!isObject(value)) return value;
  const { meta, ...rest } = value;
  const { versionId: _version, lastUpdated: _updated, ...kept } = isObject(meta) ? meta : {};
  return Object.keys(kept).length > 0 ? { ...rest, meta: kept } : rest;
}

const isIdentified = (value: unknown): value is Identified =>
  isObject(value) && typeof value['resourceType'] === 'string' && typeof value['id'] === 'string';

function identified(text: string): Identified {
  const value = parseJson(text);
  if (!isIdentified(value)) throw new Error('an example has a type and an id');
  return value;
}

describe.each([
  ['r4-examples', 189],
  ['us-core', 64],
])('the examples in shared/samples/%s', (name, count) => {
  const lines = exampleLines(name);
  let here: TestStore;
  beforeAll(async () => {
    here = await storeForTests();
  });
  afterAll(() => here[Symbol.asyncDispose]());

  test.skipIf(lines.length === 0)('are all there', () => {
    expect(lines).toHaveLength(count);
  });

  test.skipIf(lines.length === 0)('are put and come back as they were, to the spelling of each number', async () => {
    await Promise.all(lines.map((line) => here.all.put(identified(line), undefined)));

    for (const line of lines) {
      const { resourceType, id } = identified(line);
      const { body } = await here.all.read(resourceType, id);
      expect(exactly(body)).toEqual(exactly(line));
    }
  });

  test.skipIf(lines.length === 0)('are put again without a second version', async () => {
    const again = await Promise.all(lines.map((line) => here.all.put(identified(line), undefined)));

    expect(new Set(again.map(({ action, version }) => `${action} ${version}`))).toEqual(new Set(['none 1']));
  });

  test.skipIf(lines.length === 0)('are created and come back under an id of our own', async () => {
    const created = await Promise.all(lines.map((line) => here.all.create(identified(line))));

    for (const [index, { row }] of created.entries()) {
      const line = lines[index] ?? '';
      const { body } = await here.all.read(row.type, row.id);
      expect(row.id).not.toBe(identified(line).id);
      expect(exactly(body)).toEqual(exactly(line.replace(`"id":${JSON.stringify(identified(line).id)}`, `"id":"${row.id}"`)));
    }
  });

  test.skipIf(lines.length === 0)('are found by search, each once', async () => {
    const all = lines.map(identified);
    for (const [type, own] of Map.groupBy(all, ({ resourceType }) => resourceType)) {
      const pages = await idsOnAllPages(here.all, type, '_count=3');

      const ids = pages.flat();
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(own.length * 2);
      for (const { id } of own) expect(ids).toContain(id);
    }
  });

  test.skipIf(lines.length === 0)('are imported as one batch and stay as they are', async () => {
    const entries = lines.map((line) => {
      const { resourceType, id } = identified(line);
      return `{"resource":${line},"request":{"method":"PUT","url":"${resourceType}/${id}"}}`;
    });
    const bundle = parseJson(`{"resourceType":"Bundle","type":"batch","entry":[${entries.join(',')}]}`);

    const answer = await here.all.bundle({ bundle }).catch((thrown: unknown) => thrown);

    expect(answer).not.toBeInstanceOf(Problem);
    const statuses = JSON.parse(String(answer)).entry.map((entry: { response: { status: string } }) => entry.response.status);
    expect(new Set(statuses)).toEqual(new Set(['200']));
  });
});
