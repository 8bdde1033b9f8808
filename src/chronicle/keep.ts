import { isObject, parseLocalReference, type Resource } from '../fhir/index.ts';
import type { Piece } from '../life-course/index.ts';
import {
  type Catalogue,
  type Changed,
  type ChangeEntry,
  type Database,
  lockPosition,
  movePosition,
  readChanged,
  readFeed,
  readFeedEnd,
  type Sql,
} from '../store/index.ts';
import { type Lives, lockPieces, patientsAfter, readLives, readSpan, type Span, savePieces } from './course-store.ts';
import type { Dictionary } from './dictionary.ts';
import { TELLING_TYPES, toPiece } from './extract.ts';

export const CONSUMER = 'chronicle';
/** Small, so that whoever asks the platform meanwhile does not wait long. */
const FEED_BATCH = 250;
const REMAKE_PAGE = 500;
const RETELL_PAGE = 10_000;
/** Of a page, so many are worked out while the database writes what was worked out of the others. */
const RETELL_SHARE = 500;
/** Shares at a time. */
const LANES = 2;
const TELLING: ReadonlySet<string> = new Set(TELLING_TYPES);

/** Works with lives that may have changed, in the transaction that reads them. A repeat changes nothing. @param today days since 1970-01-01 in China */
export type Follower = (tx: Sql, today: number) => Telling;

/** What a follower is told in one transaction. */
export interface Telling {
  /** Some lives; others may be told of before it is done. */
  tell(lives: Lives): Promise<void>;
  /** All were told. */
  end?(): Promise<void>;
}

export interface KeepOptions {
  readonly database: Database;
  readonly catalogue: Catalogue;
  /** Of the definitions now in force; asked each time. */
  readonly dictionary: () => Dictionary;
  readonly followers: readonly Follower[];
  /** Days since 1970-01-01 in China. */
  readonly today: () => number;
}

/**
 * Follows the change feed: what resources say happened is kept, and whoever follows sees the lives that it touches. The
 * place in the feed, the lives and what follows from them move together.
 * @returns whether there is more to do at once
 */
export function keepLives(options: KeepOptions): Promise<boolean> {
  return options.database.begin(async (tx) => {
    if (!(await takeTurn(tx))) return false;
    const position = await lockPosition(tx, CONSUMER);
    if (!position) {
      // what is there already is read as it is: `remakeLives` does that
      await movePosition(tx, CONSUMER, await readFeedEnd(tx));
      return true;
    }
    const entries = await readFeed(tx, position, FEED_BATCH);
    const last = entries.at(-1);
    if (!last) return false;
    await follow(tx, entries, options);
    await movePosition(tx, CONSUMER, last);
    return entries.length === FEED_BATCH;
  });
}

/**
 * Whoever writes what follows from lives does it one at a time, and reads the lives after this: what it writes is never older
 * than what another has written.
 * @returns false while another one does
 */
export async function takeTurn(tx: Sql): Promise<boolean> {
  // ids lead to rows by their indexes, whatever the planner knows by now of tables that are being filled; what is kept and how far
  // it has come are lost together or not at all, so nobody waits for the disk
  await tx`
    select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
           set_config('synchronous_commit', 'off', true)`;
  if (await lockPosition(tx, CONSUMER)) return true;
  const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${CONSUMER}, 7)) as taken`;
  const [known] = await tx`select 1 from store.consumer where name = ${CONSUMER}`;
  return row?.taken === true && known === undefined;
}

async function follow(tx: Sql, entries: readonly ChangeEntry[], options: KeepOptions): Promise<void> {
  const telling = entries.filter(({ type }) => TELLING.has(type));
  const changed = await readChanged(tx, options.catalogue, telling);
  const dictionary = options.dictionary();
  const replaced = changed.flatMap((one) => toReplacements(one, dictionary));
  const owners = [...new Set(replaced.map(({ patient }) => patient))];
  const kept = await lockPieces(tx, owners);
  const touched = replaceAll(kept, replaced);
  await savePieces(tx, new Map([...touched].map((patient) => [patient, kept.get(patient) ?? []])));
  const people = entries.flatMap(({ type, id }) => (type === 'Patient' ? [id] : []));
  await tellFollowers(tx, [...new Set([...touched, ...people])], options);
}

async function tellFollowers(tx: Sql, patients: readonly string[], { followers, today }: KeepOptions): Promise<void> {
  if (patients.length === 0) return;
  const lives = await readLives(tx, patients);
  for (const follower of followers) {
    const telling = follower(tx, today());
    await telling.tell(lives);
    await telling.end?.();
  }
}

/** What a resource says now, for the Patient whose it is; nothing, for the one whose it was. */
interface Replacement {
  readonly patient: string;
  readonly source: string;
  readonly piece: Piece | undefined;
}

function toReplacements(changed: Changed<ChangeEntry>, dictionary: Dictionary): Replacement[] {
  const source = `${changed.key.type}/${changed.key.id}`;
  const [now, before] = [changed.body, changed.previous].map((body) => (body === undefined ? undefined : read(body)));
  const [owner, former] = [ownerOf(now), ownerOf(before)];
  return [
    ...(former !== undefined && former !== owner ? [{ patient: former, source, piece: undefined }] : []),
    ...(now && owner !== undefined ? [{ patient: owner, source, piece: toPiece(now, dictionary) }] : []),
  ];
}

const read = (body: string): Resource & { readonly id: string } => JSON.parse(body);

/** Whom a resource is about. */
function ownerOf(resource: Resource | undefined): string | undefined {
  const subject = resource?.['subject'] ?? resource?.['patient'];
  const reference = isObject(subject) ? subject['reference'] : undefined;
  const found = typeof reference === 'string' ? parseLocalReference(reference) : undefined;
  return found?.type === 'Patient' ? found.id : undefined;
}

/** @returns whose pieces are others now */
function replaceAll(kept: Map<string, readonly Piece[]>, replaced: readonly Replacement[]): Set<string> {
  const touched = new Set<string>();
  for (const { patient, source, piece } of replaced) {
    const known = kept.get(patient) ?? [];
    const others = known.filter((one) => one.source !== source);
    if (piece === undefined && others.length === known.length) continue;
    kept.set(patient, piece ? [...others, piece] : others);
    touched.add(patient);
  }
  return touched;
}

/**
 * Makes lives anew from the resources, a page at a time, where definitions ask for other facts than those kept; it goes on
 * where it was stopped.
 * @returns whether there is more to do at once
 */
export const remakeLives = (options: KeepOptions): Promise<boolean> => {
  const dictionary = options.dictionary();
  return anew(options.database, { what: 'lives', digest: dictionary.digest, page: REMAKE_PAGE }, (tx, patients) =>
    remake(tx, patients, options, dictionary),
  );
};

/**
 * Tells followers of everybody, a page at a time, where they work by other definitions than those by which they last did; it goes
 * on where it was stopped.
 * @param digest of all that followers work by
 * @returns whether there is more to do at once
 */
export const retellLives = (options: KeepOptions, digest: string): Promise<boolean> =>
  anew(options.database, { what: 'followers', digest, page: RETELL_PAGE }, async (tx, patients, after) => {
    const tellings = options.followers.map((follower) => follower(tx, options.today()));
    await inShares(patients, after, async (span) => {
      const lives = await readSpan(tx, span);
      for (const telling of tellings) await telling.tell(lives);
    });
    for (const telling of tellings) await telling.end?.();
  });

/** Some shares at a time; where one fails, it is told once nothing goes on any more. They are of different residents. */
async function inShares(patients: readonly string[], after: string, work: (span: Span) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < patients.length) {
      const from = next;
      next = Math.min(from + RETELL_SHARE, patients.length);
      await work({ after: patients[from - 1] ?? after, until: patients[next - 1] ?? after });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Of everybody, which part was told of under a digest, 0 to 1. */
export async function partRetold(sql: Sql, digest: string): Promise<number> {
  const [state] = await sql<
    { digest: string; after: string }[]
  >`select digest, after from chronicle.kept_by where what = 'followers'`;
  if (state?.digest === digest && state.after === '') return 1;
  const [row] = await sql<{ part: number | null }[]>`
    select (count(*) filter (where id <= ${state?.digest === digest ? state.after : ''}))::float8 / nullif(count(*), 0) as part
      from population.resident_v1`;
  return row?.part ?? 1;
}

interface Anew {
  readonly what: 'lives' | 'followers';
  readonly digest: string;
  readonly page: number;
}

function anew(
  database: Database,
  { what, digest, page: size }: Anew,
  work: (tx: Sql, patients: readonly string[], after: string) => Promise<void>,
): Promise<boolean> {
  return database.begin(async (tx) => {
    if (!(await takeTurn(tx))) return false;
    const [state] = await tx<
      { digest: string; after: string }[]
    >`select digest, after from chronicle.kept_by where what = ${what}`;
    const isSame = state?.digest === digest;
    if (isSame && state.after === '') return false;
    const begin = isSame ? state.after : '';
    const page = await patientsAfter(tx, begin, size);
    await work(tx, page, begin);
    const after = page.length === size ? (page.at(-1) ?? '') : '';
    await tx`
      insert into chronicle.kept_by (what, digest, after) values (${what}, ${digest}, ${after})
          on conflict (what) do update set digest = excluded.digest, after = excluded.after`;
    return after !== '';
  });
}

async function remake(tx: Sql, patients: readonly string[], options: KeepOptions, dictionary: Dictionary): Promise<void> {
  if (patients.length === 0) return;
  await lockPieces(tx, patients);
  const bodies: { resident: string; body: string }[] = [];
  for (const database of new Set(TELLING_TYPES.flatMap((type) => options.catalogue.databasesOf(type))))
    bodies.push(
      ...(await tx<{ resident: string; body: string }[]>`
        select resident, body from ${tx(database)}.resource
         where resident = any(${patients}::text[]) and type = any(${TELLING_TYPES}::text[]) and not deleted`),
    );
  const byOwner = Map.groupBy(bodies, ({ resident }) => resident);
  const made = patients.map(
    (patient) => [patient, (byOwner.get(patient) ?? []).flatMap(({ body }) => toPiece(read(body), dictionary) ?? [])] as const,
  );
  await savePieces(tx, new Map(made));
}
