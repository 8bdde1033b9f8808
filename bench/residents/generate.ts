import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Person, Population, type Trap } from './people.ts';
import { Dice } from './random.ts';
import { Clerk, HEADINGS } from './records.ts';

export interface Files {
  readonly records: string;
  readonly truth: string;
  readonly traps: string;
}

/** A record as an institution wrote it. */
export interface WrittenRecord {
  readonly person: Person;
  /** In the order of the headings after the id. */
  readonly cells: readonly string[];
  readonly traps: readonly Trap[];
}

/** Records of a generated population, household after household, without end; the same of the same seed. */
export function* writtenRecords(seed: number): Generator<WrittenRecord, never> {
  const { dice, population, clerk } = office(seed);
  for (;;) yield* householdRecords(dice, population, clerk, () => false);
}

function office(seed: number) {
  const dice = new Dice(seed);
  const population = new Population(dice, ['350102', '350103', '350121', '350122']);
  return { dice, population, clerk: new Clerk(dice, population) };
}

function* householdRecords(dice: Dice, population: Population, clerk: Clerk, isEnough: () => boolean): Generator<WrittenRecord> {
  function* register(person: Person, others: readonly Person[]): Generator<WrittenRecord> {
    for (let copies = dice.happens(0.62) ? 1 : dice.whole(2, 5); copies > 0 && !isEnough(); copies--)
      yield { person, ...clerk.write(person, others) };
  }
  const members = population.household();
  for (const member of members) {
    yield* register(member, members);
    if (dice.happens(0.003)) yield* register(population.namesake(member), []);
  }
}

/**
 * Writes so many records of a generated population, who each is of, and which people are easily taken for one. The same seed gives
 * the same files. Records stand in an order that says nothing.
 */
export async function generateResidents(files: Files, count: number, seed: number): Promise<void> {
  const { dice, population, clerk } = office(seed);
  const lines: string[] = [];
  const keys: string[] = [];
  const borrowed: Trap[] = [];
  while (lines.length < count)
    for (const { person, cells, traps } of householdRecords(dice, population, clerk, () => lines.length === count)) {
      lines.push(cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','));
      keys.push(person.key);
      borrowed.push(...traps);
    }
  const order = shuffled(lines.length, dice);
  const id = (place: number) => `R${String(place + 1).padStart(8, '0')}`;
  await write(files.records, HEADINGS, order, (at, place) => `${id(place)},${lines[at]}`);
  await write(files.truth, 'record_id,cluster_id', order, (at, place) => `${id(place)},${keys[at]}`);
  const traps = [...population.traps, ...borrowed];
  await write(
    files.traps,
    'cluster_a,cluster_b,kind',
    Uint32Array.from(traps, (_, at) => at),
    (at) => {
      const trap = traps[at];
      return `${trap?.a.key},${trap?.b.key},${trap?.kind}`;
    },
  );
}

function shuffled(size: number, dice: Dice): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, at) => at);
  for (let at = size - 1; at > 0; at--) {
    const other = dice.whole(0, at);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

async function write(
  file: string,
  heading: string,
  order: Uint32Array,
  line: (at: number, place: number) => string,
): Promise<void> {
  const stream = createWriteStream(file);
  stream.write(`${heading}\n`);
  let piece = '';
  for (const [place, at] of order.entries()) {
    piece += `${line(at, place)}\n`;
    if (piece.length < 1 << 20) continue;
    if (!stream.write(piece)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
    piece = '';
  }
  stream.end(piece);
  await finished(stream);
}
