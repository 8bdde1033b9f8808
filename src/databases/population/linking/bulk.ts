import { Problem } from '../../../kernel/index.ts';
import type { Matcher, Model } from '../../../matching/index.ts';
import { findLinked, type ScopedStore, type Sql, setLinked } from '../../../store/index.ts';
import { type Links, link, pairOf, residentsOf } from './components.ts';
import type { DoubtfulPair } from './decide.ts';
import { makeLinks, readLinks } from './link-rows.ts';
import { readPeople, writePeople } from './match-rows.ts';
import { readPlacedPatients, residentsInOrder } from './patient-links.ts';
import { toPersonRecord } from './person-record.ts';
import { relink } from './relink.ts';
import { openReviews, settleReviews } from './review-rows.ts';
import { lockPatientsAlone, lockResidents } from './turns.ts';

/** Patients that were stored before they were matched: one page of them gets what it is compared and found by. @returns the last, if there may be more */
export async function fillPage(
  tx: Sql,
  matcher: Matcher,
  after: string,
  limit: number,
  at: string,
): Promise<{ readonly count: number; readonly last: string | undefined }> {
  const rows = await tx<{ id: string; registeredAt: Date }[]>`
    select id, coalesce((select v.updated_at from population.resource_version v where v.type = r.type and v.id = r.id and v.shard = r.shard
                          order by v.version limit 1), r.updated_at) as "registeredAt"
      from population.resource r
     where type = 'Patient' and not deleted and id > ${after}
       and not exists (select from population.match_record m where m.id = r.id and m.shard = r.shard)
     order by id limit ${limit}`;
  const ids = rows.map(({ id }) => id);
  // nobody writes them between the look and what is kept of it
  await lockPatientsAlone(tx, ids);
  const patients = await readPlacedPatients(tx, ids);
  const people = rows.flatMap(({ id, registeredAt }) => {
    const found = patients.get(id);
    if (!found) return [];
    const record = toPersonRecord(found.patient, found.place);
    return [{ record, place: found.place, registeredAt: registeredAt.toISOString() || at, keys: matcher.keysOf(record) }];
  });
  await writePeople(tx, people, []);
  return { count: rows.length, last: rows.length < limit ? undefined : rows.at(-1)?.id };
}

/** Whether there are residents, and none of them has been matched. */
export async function isFillDue(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ due: boolean }[]>`
    select exists (select from population.resident) and not exists (select from population.match_record) as due`;
  return row?.due ?? false;
}

/** How many Patients can be matched. */
export async function countPeople(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from population.match_record`;
  return row?.count ?? 0;
}

/** One page of what is compared, by id: the fields as JSON text. */
export const readPeoplePage = (sql: Sql, after: string, limit: number): Promise<{ id: string; fields: string }[]> =>
  sql<{ id: string; fields: string }[]>`
    select id, fields from population.match_record where id > ${after} order by id limit ${limit}`;

/** Patients that a bulk run takes for one person, by their ids. */
export interface BulkLinks {
  readonly store: ScopedStore;
  readonly matcher: Matcher;
  readonly modelVersion: number;
  /** ISO instant. */
  readonly at: string;
}

/**
 * Makes residents of these groups, in one transaction. Links that are there stay; where somebody said that two are not the same,
 * those two are not joined. A repeat changes nothing.
 * @returns how many links were made
 */
export async function linkGroups(
  { store, matcher, modelVersion, at }: BulkLinks,
  groups: readonly (readonly string[])[],
): Promise<number> {
  let made: { a: string; b: string; score: number }[] = [];
  let record = async (_tx: Sql) => {};
  await store.carryOut(
    async (tx) => {
      const members = await lockResidents(tx, groups.flat());
      const people = await readPeople(tx, members);
      const before = await readLinks(tx, members);
      made = [];
      let state: Links = before;
      for (const group of groups) {
        const known = group.flatMap((id) => people.get(id) ?? []);
        const [main, ...others] = known.toSorted((one, other) => (one.registeredAt < other.registeredAt ? -1 : 1));
        if (!main) continue;
        for (const other of others) {
          if (residentsOf(state).some((resident) => resident.includes(main.record.id) && resident.includes(other.record.id)))
            continue;
          const pair = pairOf(main.record.id, other.record.id);
          const next = link(state, pair);
          if (next instanceof Problem) continue;
          state = next;
          made.push({ ...pair, score: matcher.judge(main.record, [other.record])[0]?.score ?? 0 });
        }
      }
      const residents = residentsInOrder({ patients: members, links: state.links }, people);
      record = async (writing) => {
        const links = made.map((one) => ({ ...one, origin: 'matching' as const, modelVersion, by: 'matching' }));
        await setLinked(writing, residents);
        await makeLinks(writing, links, at);
        await settleReviews(writing, residents);
      };
      return made.length === 0 ? [] : (await relink(tx, [], residents)).others;
    },
    { atomic: true, first: (tx) => (made.length === 0 ? Promise.resolve() : record(tx)) },
  );
  return made.length;
}

/** Puts doubtful pairs of a bulk run before people, where they are not one resident by now. @returns how many are new or were there */
export async function askAbout(
  sql: Sql,
  pairs: readonly Omit<DoubtfulPair, 'place'>[],
  modelVersion: number,
  at: string,
): Promise<number> {
  const ids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const [people, linked] = await Promise.all([readPeople(sql, ids), findLinked(sql, ids)]);
  const open = pairs.flatMap((pair) => {
    const place = people.get(pair.b)?.place ?? people.get(pair.a)?.place;
    return place === undefined || linked.get(pair.a)?.includes(pair.b) ? [] : [{ ...pair, place }];
  });
  await openReviews(sql, open, modelVersion, at);
  return open.length;
}

/** Keeps what a run found; the same run again replaces it. */
export async function keepRun(sql: Sql, id: string, report: unknown, at: string): Promise<void> {
  await sql`
    insert into population.matching_run (id, ended_at, report) values (${id}, ${at}::timestamptz, ${JSON.stringify(report)})
        on conflict (id) do update set ended_at = excluded.ended_at, report = excluded.report`;
}

/** Keeps a model that was learned here, not yet in force. @returns its version */
export async function keepModel(sql: Sql, model: Model, by: string, at: string): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    insert into population.matching_model (version, model, records, made_by, made_at)
    select coalesce(max(version), 0) + 1, ${JSON.stringify(model)}, ${model.records}, ${by}, ${at}::timestamptz from population.matching_model
    returning version`;
  return row?.version ?? 0;
}

/** Puts a model in force, in place of the one that is; 0 is the one that comes with the program. @throws Problem resource-unknown */
export async function forceModel(sql: Sql, version: number, at: string): Promise<void> {
  if (version !== 0) {
    const [known] = await sql`select from population.matching_model where version = ${version}`;
    if (!known) throw new Problem('resource-unknown', 'There is no model of this version', { at: 'version' });
  }
  await sql`
    update population.matching_model
       set until = case when version = ${version} then null else ${at}::timestamptz end,
           in_force = case when version = ${version} then ${at}::timestamptz else in_force end
     where version = ${version} or (in_force is not null and until is null)`;
}
