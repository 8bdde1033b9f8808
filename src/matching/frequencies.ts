import type { People } from './people.ts';
import type { Words } from './words.ts';

/** Shares of the records that have a value: by the value as written, and by its sound. Only frequent values are named. */
export interface NameFrequencies {
  readonly written: Readonly<Record<string, number>>;
  readonly sound: Readonly<Record<string, number>>;
  /** Share taken for any value that is not named. */
  readonly rareWritten: number;
  readonly rareSound: number;
}

export interface Frequencies {
  readonly surname: NameFrequencies;
  readonly given: NameFrequencies;
  /** Days of birth that are given too often to be true of so many, such as the first of January; as YYYYMMDD. */
  readonly birthDate: Readonly<Record<string, number>>;
}

/** Values borne by fewer records than this are all called rare. */
const FEW = 6;

export function countFrequencies(p: People): Frequencies {
  return { surname: countNames(p, p.surname), given: countNames(p, p.given), birthDate: countDays(p.birth) };
}

function countNames({ words, size }: People, column: Uint32Array): NameFrequencies {
  const written = new Uint32Array(words.sound.length);
  const sound = new Uint32Array(words.soundEnds.length);
  let known = 0;
  for (let r = 0; r < size; r++) {
    const word = column[r] ?? 0;
    if (word === 0) continue;
    known++;
    written[word] = (written[word] ?? 0) + 1;
    const id = words.sound[word] ?? 0;
    sound[id] = (sound[id] ?? 0) + 1;
  }
  const least = Math.max(FEW, known / 20_000);
  const share = (count: number) => Number((count / Math.max(1, known)).toPrecision(6));
  const name = (counts: Uint32Array, texts: readonly string[]) => {
    const entries: [string, number][] = [];
    for (let id = 1; id < counts.length; id++)
      if ((counts[id] ?? 0) >= least) entries.push([texts[id] ?? '', share(counts[id] ?? 0)]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const rare = share(least / 2);
  return {
    written: name(written, textsOf(words)),
    sound: name(sound, soundTextsOf(words)),
    rareWritten: rare,
    rareSound: rare,
  };
}

function countDays(birth: Uint32Array): Record<string, number> {
  const counts = new Map<number, number>();
  let known = 0;
  for (const day of birth) {
    if (day === 0) continue;
    known++;
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const usual = known / Math.max(1, counts.size);
  return Object.fromEntries(
    [...counts]
      .filter(([, count]) => count > 5 * usual && count >= FEW)
      .sort(([a], [b]) => a - b)
      .map(([day, count]) => [String(day), Number((count / known).toPrecision(6))]),
  );
}

/** All words as texts, by their numbers. */
export function textsOf({ text, textEnds }: Words): string[] {
  const whole = new TextDecoder('utf-16le').decode(text.slice());
  return Array.from(textEnds, (end, word) => (word === 0 ? '' : whole.slice(textEnds[word - 1] ?? 0, end)));
}

/** All sounds as texts, by their numbers. */
export function soundTextsOf({ soundLetters, soundEnds }: Words): string[] {
  const letters = soundLetters.slice();
  const whole = new TextDecoder('latin1').decode(letters);
  const isPlain = letters.every((byte) => byte < 0x80);
  const decoder = new TextDecoder();
  return Array.from(soundEnds, (end, sound) => {
    const start = soundEnds[sound - 1] ?? 0;
    return isPlain ? whole.slice(start, end) : decoder.decode(letters.subarray(start, end));
  });
}
