import { createHash } from 'node:crypto';
import { immunizationSchedule } from '../applications/public-health/immunization/index.ts';
import { publicHealthProgrammes } from '../applications/public-health/index.ts';
import {
  type Dictionary,
  type Follower,
  keepLives,
  makeDictionary,
  partRetold,
  remakeLives,
  retellLives,
} from '../chronicle/index.ts';
import { type Composing, type Composition, compose, editionReader, lastPosition, readEditions } from '../definitions/index.ts';
import { type EventMeasure, type Indicators, openIndicators } from '../indicators/index.ts';
import { chinaDay } from '../kernel/index.ts';
import { dayNumber, type Measure } from '../life-course/index.ts';
import { findNationalTable } from '../platform/terminology/index.ts';
import { type Book, followDue, openBook, type Programme, passTime } from '../programmes/index.ts';
import { type Element, sharedElements } from '../standards/index.ts';
import type { Catalogue, Database } from '../store/index.ts';

/** The programmes of a platform with their indicators, and the work that keeps what is due and the figures. */
export interface Programmes {
  /** Definitions in all versions, ready to be asked. */
  readonly book: Book;
  /** All definitions that the platform knows, and what it makes of each. */
  readonly composition: Composition;
  /** Which facts are kept of what is observed. */
  readonly dictionary: Dictionary;
  readonly indicators: Indicators;
  /** By name: all that programmes ask for. */
  readonly elements: ReadonlyMap<string, Element>;
  /** Day in China, since 1970-01-01. */
  today(): number;
  /** Of residents, which part what is due and the figures were worked out for under the definitions in force, 0 to 1. */
  completeness(): Promise<number>;
  /** By code of programme, the version whose indicators are counted. */
  readonly versions: Readonly<Record<string, string>>;
  /** By what definitions are put together. */
  composing(): Composing;
  /** Takes note of definitions that came since, and of those whose day has come. */
  refresh(): Promise<void>;
  /** One step of following the feed, passing time and making anew. @returns whether there is more to do at once */
  work(): Promise<boolean>;
}

export interface ProgrammesOptions {
  readonly database: Database;
  readonly catalogue: Catalogue;
  /** Of the platform. */
  readonly division: string;
  /** Platforms from the topmost one down to this one; this one alone where it is not said. */
  readonly path?: readonly string[];
  readonly now: () => Date;
  /** Those that come with the program. */
  readonly programmes?: readonly Programme[];
  /** Indicators of what is no resident. */
  readonly events?: readonly EventMeasure[];
  /** Who else follows lives, and by what it works: where that changes it is told of everybody again. */
  readonly also?: (made: MadeProgrammes) => { readonly follower: Follower; readonly digest: string };
}

interface MadeProgrammes {
  readonly book: Book;
  /** By name: all that programmes ask for. */
  readonly elements: ReadonlyMap<string, Element>;
}

/** All that is made of the definitions by which a platform works. */
interface Working extends MadeProgrammes {
  readonly composition: Composition;
  readonly dictionary: Dictionary;
  readonly measures: readonly Measure[];
  readonly versions: Readonly<Record<string, string>>;
  /** Of the definitions: where it changes, everybody is looked at again. */
  readonly digest: string;
  readonly other: { readonly follower: Follower; readonly digest: string } | undefined;
}

function workBy(composition: Composition, also: ProgrammesOptions['also']): Working {
  const { programmes } = composition;
  const book = openBook(programmes);
  const elements = elementsIn(programmes);
  const dictionary = makeDictionary([...elements.values()]);
  // the measures of the latest version of each programme count everybody, whichever version they are under
  const latest = new Map(programmes.toSorted((a, b) => (a.valid.from < b.valid.from ? -1 : 1)).map((one) => [one.code, one]));
  return {
    ...{ composition, book, elements, dictionary },
    measures: [...latest.values()].flatMap((one) => one.measures),
    versions: Object.fromEntries([...latest].map(([code, { version }]) => [code, version])),
    digest: createHash('sha256').update(JSON.stringify(programmes)).update(dictionary.digest).digest('base64url'),
    other: also?.({ book, elements }),
  };
}

/** Opens the programmes that come with the program; those that came as data are known after the first `refresh`. */
export function openProgrammes(options: ProgrammesOptions): Programmes {
  const { database, catalogue, division, path = [division], now, programmes = publicHealthProgrammes, also, events } = options;
  const today = () => dayNumber(chinaDay(now()));
  const isTable = (name: string) => findNationalTable(name) !== undefined;
  const kinds = [immunizationSchedule];
  const composing = (): Composing => ({ builtIn: programmes, today: chinaDay(now()), path, isTable, kinds });
  const read = editionReader({ isTable, kinds });
  let working = workBy(compose([], composing(), read), also);
  let knownAs = '';
  const refresh = async () => {
    const key = `${await lastPosition(database.sql)} ${chinaDay(now())}`;
    if (key === knownAs) return;
    const composition = compose(await readEditions(database.sql), composing(), read);
    if (!isSameWork(composition, working.composition)) working = workBy(composition, also);
    knownAs = key;
  };
  const completeness = async () => partRetold(database.sql, await digestOf());
  const note = async () => ({ completeness: await completeness(), versions: working.versions });
  const measures = () => working.measures;
  const indicators = openIndicators({ database, measures, events, division, now, note, today });
  const others: Follower = (tx, day) => working.other?.follower(tx, day) ?? { tell: async () => {} };
  const followers = [followDue(() => working.book), indicators.follower, others];
  const digestOf = async () => `${working.digest} ${working.other?.digest ?? ''} ${await indicators.digest()}`;
  const keeping = { database, catalogue, dictionary: () => working.dictionary, followers, today };
  return {
    get book() {
      return working.book;
    },
    get composition() {
      return working.composition;
    },
    get dictionary() {
      return working.dictionary;
    },
    get elements() {
      return working.elements;
    },
    get versions() {
      return working.versions;
    },
    indicators,
    today,
    completeness,
    composing,
    refresh,
    work: async () => {
      await refresh();
      if ((await keepLives(keeping)) || (await remakeLives(keeping))) return true;
      const steps = [
        await retellLives(keeping, await digestOf()),
        await passTime(database, working.book, today()),
        await indicators.fold(),
      ];
      return steps.some(Boolean);
    },
  };
}

/** Nothing came and no day has changed what any definition is. */
const isSameWork = (one: Composition, other: Composition): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Elements that programmes share are given once. */
function elementsIn(programmes: readonly Programme[]): ReadonlyMap<string, Element> {
  const own = programmes.flatMap(({ elements }) => elements);
  return new Map([...sharedElements, ...own].map((element) => [element.name, element]));
}
