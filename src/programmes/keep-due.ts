import { hash } from 'node:crypto';
import { type Follower, type Lives, ofLives, readLives, takeTurn } from '../chronicle/index.ts';
import { shardOf } from '../kernel/index.ts';
import { dayText, type LifeCourse } from '../life-course/index.ts';
import type { Database, Sql } from '../store/index.ts';
import type { Book } from './book.ts';
import type { Standing } from './due.ts';

/** Keeps standings and what is due of lives that may have changed. A repeat changes nothing. */
export const followDue =
  (book: () => Book): Follower =>
  (tx, today) => ({ tell: (lives) => keepDue(tx, book(), lives, today) });

/** Whoever stands as before is left alone. */
async function keepDue(tx: Sql, book: Book, lives: Lives, today: number): Promise<void> {
  const { courses, gone } = lives;
  const now = courses.map((course) => standing(book, course, today));
  const known = await readDigests(tx, lives);
  const left = gone.filter((id) => known.has(id));
  const others = now.filter(({ course, digest }) => known.get(course.resident) !== digest);
  if (others.length === 0 && left.length === 0) return;
  const written = others.flatMap(({ course: { resident } }) => (known.has(resident) ? [resident] : []));
  await removeKept(tx, [...written, ...left]);
  // one after the other on the wire, without waiting in between
  await Promise.all([insertStandings(tx, others), insertDue(tx, others), insertDigests(tx, others)]);
}

interface Kept {
  readonly course: LifeCourse;
  readonly standings: readonly Standing[];
  /** Day on which it is looked at again though nothing happens. */
  readonly next: number | undefined;
  /** Undefined where nothing is to be kept. */
  readonly digest: string | undefined;
}

function standing(book: Book, course: LifeCourse, today: number): Kept {
  const standings = book.standingsOf(course, today);
  const next = book.nextChange(course, today, standings);
  const isNothing = standings.length === 0 && next === undefined;
  const digest = isNothing ? undefined : hash('sha1', JSON.stringify([course.division, standings, next]), 'base64');
  return { course, standings, next, digest };
}

const keysOf = (tx: Sql, ids: readonly string[]) => tx`select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])`;

async function readDigests(tx: Sql, lives: Lives): Promise<Map<string, string>> {
  const rows = await tx<{ resident: string; digest: string }[]>`
    select resident, digest from programmes.kept where ${ofLives(tx, lives)}`;
  return new Map(rows.map(({ resident, digest }) => [resident, digest]));
}

async function removeKept(tx: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['standing', 'due', 'kept'])
    await tx`delete from programmes.${tx(table)} where (resident, shard) in (${keysOf(tx, ids)})`;
}

async function insertStandings(tx: Sql, kept: readonly Kept[]): Promise<void> {
  const rows = kept.flatMap(({ course, standings }) => standings.map((one) => ({ ...one, course })));
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: (typeof rows)[number]) => Value) => rows.map(pick);
  await tx`
    insert into programmes.standing (shard, resident, programme, version, state, since, division, place, worker, classes)
    select * from unnest(${of(({ course }) => shardOf(course.resident))}::bigint[], ${of(({ course }) => course.resident)}::text[],
                         ${of(({ programme }) => programme)}::text[], ${of(({ version }) => version)}::text[],
                         ${of(({ state }) => state)}::text[], ${of(({ since }) => dateOf(since))}::date[],
                         ${of(({ course }) => course.division)}::text[], ${of(({ place }) => place ?? null)}::text[],
                         ${of(({ worker }) => worker ?? null)}::text[], ${of(({ classes }) => JSON.stringify(classes))}::jsonb[])`;
}

async function insertDue(tx: Sql, kept: readonly Kept[]): Promise<void> {
  const rows = kept.flatMap(({ course, standings }) =>
    standings.flatMap(({ programme, place, worker, due }) => due.map((one) => ({ ...one, course, programme, place, worker }))),
  );
  if (rows.length === 0) return;
  const of = <Value>(pick: (row: (typeof rows)[number]) => Value) => rows.map(pick);
  await tx`
    insert into programmes.due (shard, resident, programme, activity, step, due_from, due_by, choice, division, place, worker)
    select * from unnest(${of(({ course }) => shardOf(course.resident))}::bigint[], ${of(({ course }) => course.resident)}::text[],
                         ${of(({ programme }) => programme)}::text[], ${of(({ activity }) => activity)}::text[],
                         ${of(({ step }) => step ?? '')}::text[], ${of(({ from }) => dayText(from))}::date[],
                         ${of(({ by }) => dayText(by))}::date[], ${of(({ choice }) => choice ?? null)}::integer[],
                         ${of(({ course }) => course.division)}::text[], ${of(({ place }) => place ?? null)}::text[],
                         ${of(({ worker }) => worker ?? null)}::text[])`;
}

async function insertDigests(tx: Sql, kept: readonly Kept[]): Promise<void> {
  const rows = kept.flatMap(({ course, next, digest }) => (digest === undefined ? [] : [{ id: course.resident, next, digest }]));
  if (rows.length === 0) return;
  await tx`
    insert into programmes.kept (shard, resident, look_on, digest)
    select * from unnest(${rows.map(({ id }) => shardOf(id))}::bigint[], ${rows.map(({ id }) => id)}::text[],
                         ${rows.map(({ next }) => dateOf(next))}::date[], ${rows.map(({ digest }) => digest)}::text[])`;
}

const dateOf = (day: number | undefined): string | null => (day === undefined ? null : dayText(day));

const PAGE = 500;

/**
 * Looks again at residents for whom time alone may have changed what is due.
 * @param today days since 1970-01-01 in China
 * @returns whether there is more to do at once
 */
export function passTime(database: Database, book: Book, today: number): Promise<boolean> {
  return database.begin(async (tx) => {
    if (!(await takeTurn(tx))) return false;
    const rows = await tx<{ resident: string }[]>`
      select resident from programmes.kept where look_on <= ${dayText(today)}::date order by look_on limit ${PAGE}`;
    if (rows.length === 0) return false;
    await keepDue(
      tx,
      book,
      await readLives(
        tx,
        rows.map(({ resident }) => resident),
      ),
      today,
    );
    return rows.length === PAGE;
  });
}
