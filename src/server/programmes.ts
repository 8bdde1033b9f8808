import { createHash } from 'node:crypto';
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
import { type EventMeasure, type Indicators, openIndicators } from '../indicators/index.ts';
import { chinaDay } from '../kernel/index.ts';
import { dayNumber } from '../life-course/index.ts';
import { type Book, followDue, openBook, type Programme, passTime } from '../programmes/index.ts';
import { type Element, sharedElements } from '../standards/index.ts';
import type { Catalogue, Database } from '../store/index.ts';

/** The programmes of a platform with their indicators, and the work that keeps what is due and the figures. */
export interface Programmes {
  /** Definitions in all versions, ready to be asked. */
  readonly book: Book;
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
  /** One step of following the feed, passing time and making anew. @returns whether there is more to do at once */
  work(): Promise<boolean>;
}

export interface ProgrammesOptions {
  readonly database: Database;
  readonly catalogue: Catalogue;
  /** Of the platform. */
  readonly division: string;
  readonly now: () => Date;
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

/** Opens the programmes that come with the program. */
export function openProgrammes(options: ProgrammesOptions): Programmes {
  const { database, catalogue, division, now, programmes = publicHealthProgrammes, also, events } = options;
  const book = openBook(programmes);
  const elements = elementsIn(programmes);
  const dictionary = makeDictionary([...elements.values()]);
  const other = also?.({ book, elements });
  const definitions = createHash('sha256').update(JSON.stringify(programmes)).update(dictionary.digest).digest('base64url');
  const today = () => dayNumber(chinaDay(now()));
  // the measures of the latest version of each programme count everybody, whichever version they are under
  const latest = new Map(programmes.toSorted((a, b) => (a.valid.from < b.valid.from ? -1 : 1)).map((one) => [one.code, one]));
  const measures = [...latest.values()].flatMap((one) => one.measures);
  const completeness = async () => partRetold(database.sql, await digestOf());
  const versions = Object.fromEntries([...latest].map(([code, { version }]) => [code, version]));
  const note = async () => ({ completeness: await completeness(), versions });
  const indicators = openIndicators({ database, measures, events, division, now, note, today });
  const followers = [followDue(() => book), indicators.follower, ...(other ? [other.follower] : [])];
  const digestOf = async () => `${definitions} ${other?.digest ?? ''} ${await indicators.digest()}`;
  const keeping = { database, catalogue, dictionary: () => dictionary, followers, today };
  return {
    book,
    dictionary,
    elements,
    indicators,
    today,
    completeness,
    versions,
    work: async () => {
      if ((await keepLives(keeping)) || (await remakeLives(keeping))) return true;
      const steps = [
        await retellLives(keeping, await digestOf()),
        await passTime(database, book, today()),
        await indicators.fold(),
      ];
      return steps.some(Boolean);
    },
  };
}

/** Elements that programmes share are given once. */
function elementsIn(programmes: readonly Programme[]): ReadonlyMap<string, Element> {
  const own = programmes.flatMap(({ elements }) => elements);
  return new Map([...sharedElements, ...own].map((element) => [element.name, element]));
}
