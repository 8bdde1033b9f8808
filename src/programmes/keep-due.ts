import { type Follower, type Lives, readLives, takeTurn } from '../chronicle/index.ts';
import { shardOf } from '../kernel/index.ts';
import { dayText, type LifeCourse } from '../life-course/index.ts';
import type { Database, Sql } from '../store/index.ts';
import type { Book } from './book.ts';
import type { Standing } from './due.ts';

/** Keeps standings and what is due of lives that may have changed. A repeat changes nothing. */
export const followDue =
  (book: () => Book): Follower =>
  (tx, lives, today) =>
    keepDue(tx, book(), lives, today);

async function keepDue(tx: Sql, book: Book, { courses, gone }: Lives, today: number): Promise<void> {
  const now = courses.map((course) => standing(book, course, today));
  const ids = [...courses.map(({ resident }) => resident), ...gone];
  await replaceStandings(tx, ids, now);
  await replaceDue(tx, ids, now);
  await replaceLooks(tx, ids, now);
}

interface Kept {
  readonly course: LifeCourse;
  readonly standings: readonly Standing[];
  readonly next: number | undefined;
}

function standing(book: Book, course: LifeCourse, today: number): Kept {
  const standings = book.standingsOf(course, today);
  return { course, standings, next: book.nextChange(course, today, standings) };
}

const keysOf = (tx: Sql, ids: readonly string[]) => tx`select * from unnest(${ids}::text[], ${ids.map(shardOf)}::bigint[])`;

async function replaceStandings(tx: Sql, ids: readonly string[], kept: readonly Kept[]): Promise<void> {
  await tx`delete from programmes.standing where (resident, shard) in (${keysOf(tx, ids)})`;
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

async function replaceDue(tx: Sql, ids: readonly string[], kept: readonly Kept[]): Promise<void> {
  await tx`delete from programmes.due where (resident, shard) in (${keysOf(tx, ids)})`;
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

async function replaceLooks(tx: Sql, ids: readonly string[], kept: readonly Kept[]): Promise<void> {
  await tx`delete from programmes.look_again where (resident, shard) in (${keysOf(tx, ids)})`;
  const rows = kept.flatMap(({ course, next }) => (next === undefined ? [] : [{ id: course.resident, day: dayText(next) }]));
  if (rows.length === 0) return;
  await tx`
    insert into programmes.look_again (shard, resident, day)
    select * from unnest(${rows.map(({ id }) => shardOf(id))}::bigint[], ${rows.map(({ id }) => id)}::text[],
                         ${rows.map(({ day }) => day)}::date[])`;
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
      select resident from programmes.look_again where day <= ${dayText(today)}::date order by day limit ${PAGE}`;
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
