/**
 * Makes data/matching/residents.json, the model that the program has from the start: `minkang link` learns it, without labels, from a
 * generated population. Names rarer than one in ten thousand are left out and taken for rare.
 *
 *     npx node tools/make-matching-model.ts [--check]
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateResidents } from '../bench/residents/generate.ts';
import type { Model } from '../src/matching/index.ts';
import { linkFile } from '../src/server/link/index.ts';

const [RECORDS, SEED, RARE] = [200_000, 20261129, 1e-4];
const target = fileURLToPath(new URL('../data/matching/residents.json', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'minkang-model-'));
try {
  const at = (name: string) => join(folder, name);
  await generateResidents({ records: at('people.csv'), truth: at('truth.csv'), traps: at('traps.csv') }, RECORDS, SEED);
  await linkFile({ file: at('people.csv'), out: at('clusters.csv'), model: at('model.json'), onProgress: () => {} });
  const text = `${JSON.stringify(small(JSON.parse(await readFile(at('model.json'), 'utf8')) as Model), rounded, 1)}\n`;
  if (!process.argv.includes('--check')) await writeFile(target, text);
  const same = text === (await readFile(target, 'utf8'));
  console.log(same ? 'the same' : 'another');
  process.exitCode = same ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function small(model: Model): Model {
  const { surname, given, birthDate } = model.frequencies;
  const frequent = (shares: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(shares).filter(([, share]) => share >= RARE));
  const names = ({ written, sound }: typeof surname) => ({
    written: frequent(written),
    sound: frequent(sound),
    rareWritten: RARE / 2,
    rareSound: RARE / 2,
  });
  return { ...model, frequencies: { surname: names(surname), given: names(given), birthDate } };
}

/** Five digits are more than was learned. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value;
}
