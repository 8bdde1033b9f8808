import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Published samples, in the folder `shared` beside the project: too large to be part of it, so it may be missing. */
const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));

/** Resources of a gzipped NDJSON file, as text; empty where the folder is missing. */
export function exampleLines(name: string): readonly string[] {
  const file = join(folder, name, 'examples.ndjson.gz');
  return existsSync(file) ? unzipped(file).split('\n').filter(Boolean) : [];
}

/** Gzipped bundles, by file name; empty where the folder is missing. */
export function exampleBundles(name: string): readonly { readonly name: string; readonly text: string }[] {
  const here = join(folder, name);
  if (!existsSync(here)) return [];
  const files = readdirSync(here).filter((file) => file.endsWith('.json.gz'));
  return files.toSorted().map((file) => ({ name: file.replace(/_[^_]*$/, ''), text: unzipped(join(here, file)) }));
}

const unzipped = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8');
