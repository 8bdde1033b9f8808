import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isObject, parseJson } from '../src/fhir/index.ts';

const folder = fileURLToPath(new URL('../../shared/samples/synthea', import.meta.url));

/** Resources of the Synthea samples as texts, bundles taken apart; of the project's own examples where they are missing. */
export function sampleTexts(size: number): readonly string[] {
  const here = existsSync(folder) ? folder : fileURLToPath(new URL('../data/examples', import.meta.url));
  const files = readdirSync(here).filter((file) => /\.json(?:\.gz)?$/.test(file));
  const all = files.flatMap((file) => {
    const bytes = readFileSync(join(here, file));
    return resourcesOf(parseJson((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
  });
  return all.slice(0, size).map((resource) => JSON.stringify(resource));
}

function resourcesOf(bundle: unknown): readonly unknown[] {
  const entries = isObject(bundle) ? bundle['entry'] : undefined;
  return Array.isArray(entries) ? entries.filter(isObject).map(({ resource }) => resource) : [];
}
