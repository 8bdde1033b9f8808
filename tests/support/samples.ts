import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Published samples, in the folder `shared` beside the project: too large to be part of it, so it may be missing. */
const folder = fileURLToPath(new URL('../../../shared/samples', import.meta.url));

export const hasSamples = existsSync(folder);

/** A file of the samples, unzipped where it ends with `.gz`. */
export function sampleText(name: string): string {
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Lines of a gzipped NDJSON file; empty where the samples are missing. */
export const sampleLines = (name: string): readonly string[] => (hasSamples ? sampleText(name).split('\n').filter(Boolean) : []);

/** Names of the files in a folder of the samples, with the folder, in order; empty where the samples are missing. */
export function sampleFiles(name: string, ending: string): readonly string[] {
  if (!hasSamples) return [];
  const files = readdirSync(join(folder, name)).filter((file) => file.endsWith(ending));
  return files.toSorted().map((file) => `${name}/${file}`);
}

/** Where a file of the samples is. */
export const samplePath = (name: string): string => join(folder, name);
