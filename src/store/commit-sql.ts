import { shardOf } from '../kernel/index.ts';
import { type Catalogue, type DatabaseName, databases } from './catalogue.ts';
import type { Written } from './change.ts';
import { column } from './columns.ts';
import type { Fragment, Sql } from './database.ts';
import type { Row } from './row.ts';
import { SEPARATOR, withoutSeparator } from './search/separator.ts';

interface Key {
  readonly type: string;
  readonly id: string;
}

/** The row as it is before the change, locked until the transaction ends. */
export interface Current {
  readonly row: Row;
  readonly version: number;
  readonly place: string;
  /** ISO instant. */
  readonly updatedAt: string;
  readonly deleted: boolean;
  readonly body: string | null;
  /** Of a Binary: `Type/id` of what decides about it. */
  readonly context: string | undefined;
}

/** What is there under the keys, whose names the transaction has locked. */
export async function readForChange(tx: Sql, keys: readonly Key[], catalogue: Catalogue): Promise<Map<string, Current>> {
  if (keys.length === 0) return new Map();
  // nearly always an id tells the shard itself: both are asked at once, and few once more
  const [located, ...first] = await Promise.all([
    readLocated(tx, keys),
    ...lockEach(tx, keys, catalogue, ({ id }) => shardOf(id)),
  ]);
  const elsewhere = (key: Key) => located.has(nameOf(key)) && located.get(nameOf(key)) !== shardOf(key.id);
  const strayed = keys.filter(elsewhere);
  const more = strayed.length === 0 ? [] : await Promise.all(lockEach(tx, strayed, catalogue, atLocated(located)));
  const all = [...first.flat().filter(({ row }) => !elsewhere(row)), ...more.flat()];
  return new Map(all.map((current) => [nameOf(current.row), current]));
}

const nameOf = ({ type, id }: Key): string => `${type}/${id}`;

/** One question to each database that may have some of them, issued in their order. */
function lockEach(tx: Sql, keys: readonly Key[], catalogue: Catalogue, shards: (key: Key) => number): Promise<Current[]>[] {
  return databases.flatMap((database) => {
    const here = keys.filter(({ type }) => catalogue.databasesOf(type).includes(database));
    return here.length > 0 ? [lockIn(tx, database, here, shards)] : [];
  });
}

/** Where the keys live: as their id says, unless the locator knows better. */
export const shardsOf = async (sql: Sql, keys: readonly Key[]): Promise<(key: Key) => number> =>
  atLocated(await readLocated(sql, keys));

const atLocated =
  (located: ReadonlyMap<string, number>) =>
  (key: Key): number =>
    located.get(nameOf(key)) ?? shardOf(key.id);

async function readLocated(sql: Sql, keys: readonly Key[]): Promise<ReadonlyMap<string, number>> {
  const located = await sql<{ type: string; id: string; shard: number }[]>`
    select type, id, shard from store.locator
     where (id, type) in (select * from unnest(${keys.map(({ id }) => id)}::text[], ${keys.map(({ type }) => type)}::text[]))`;
  return new Map(located.map((one) => [nameOf(one), one.shard]));
}

interface CurrentRow {
  type: string;
  id: string;
  shard: number;
  version: number;
  resident: string | null;
  place: string;
  updatedAt: Date;
  deleted: boolean;
  body: string | null;
  context: string | null;
}

async function lockIn(tx: Sql, database: DatabaseName, keys: readonly Key[], shards: (key: Key) => number): Promise<Current[]> {
  const rows = await tx<CurrentRow[]>`
    select type, id, shard, version, resident, place, updated_at as "updatedAt", deleted, body,
           case when type = 'Binary' then links[1] end as context
      from ${tx(database)}.resource
     where (type, id, shard) in (select * from unnest(${keys.map(({ type }) => type)}::text[], ${keys.map(({ id }) => id)}::text[],
                                                      ${keys.map(shards)}::bigint[]))
     order by type, id
       for update`;
  return rows.map(({ type, id, shard, version, resident, place, updatedAt, deleted, body, context }) => ({
    row: {
      database,
      shard,
      type,
      id,
      resident: resident ?? undefined,
      alsoIn: [],
      happenedFrom: '-infinity',
      happenedTo: '-infinity',
      lasting: false,
      lexemes: [],
      ranges: [],
      texts: [],
      links: [],
    },
    version,
    place,
    deleted,
    body,
    context: context ?? undefined,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Keeps the versions that are about to be replaced. */
export async function copyToHistory(tx: Sql, written: readonly Written[], current: ReadonlyMap<string, Current>): Promise<void> {
  await Promise.all(
    [...Map.groupBy(before(written, current), ({ row }) => row.database)].map(
      ([database, rows]) => tx`
      insert into ${tx(database)}.resource_version (shard, type, id, version, place, updated_at, body)
      select shard, type, id, version, place, updated_at, body
        from ${tx(database)}.resource
       where (type, id, shard) in (select * from unnest(${rows.map((r) => r.row.type)}::text[], ${rows.map((r) => r.row.id)}::text[],
                                                        ${rows.map((r) => r.row.shard)}::bigint[]))`,
    ),
  );
}

const before = (written: readonly Written[], current: ReadonlyMap<string, Current>) =>
  written.flatMap(({ row }) => current.get(`${row.type}/${row.id}`) ?? []);

/** A record that turns out to be another resident's, or another database's, takes its history along. */
export async function moveHistory(tx: Sql, written: readonly Written[], current: ReadonlyMap<string, Current>): Promise<void> {
  await Promise.all(
    written.flatMap(({ row }) => {
      const old = current.get(`${row.type}/${row.id}`)?.row;
      if (!old || (old.database === row.database && old.shard === row.shard)) return [];
      return [
        tx`
      with moved as (
        delete from ${tx(old.database)}.resource_version where type = ${row.type} and id = ${row.id} and shard = ${old.shard} returning *)
      insert into ${tx(row.database)}.resource_version (shard, type, id, version, place, updated_at, body)
      select ${row.shard}::bigint, type, id, version, place, updated_at, body from moved`,
        tx`delete from ${tx(old.database)}.resource where type = ${row.type} and id = ${row.id} and shard = ${old.shard}`,
      ];
    }),
  );
}

/** Puts the new versions in place of the old ones. @returns how many */
export async function overwrite(tx: Sql, written: readonly Written[], current: ReadonlyMap<string, Current>): Promise<number> {
  const inserting = insertNew(
    tx,
    written.filter(({ row }) => !isInPlace(row, current)),
  );
  const inPlace = written.filter(({ row }) => isInPlace(row, current));
  const updating = [...Map.groupBy(inPlace, ({ row }) => row.database)].map(
    ([database, group]) => tx`
      update ${tx(database)}.resource as target
         set version = fresh.version, resident = fresh.resident, place = fresh.place, updated_at = fresh.updated_at,
             happened_from = fresh.happened_from, happened_to = fresh.happened_to, lasting = fresh.lasting, deleted = fresh.body is null,
             tokens = fresh.tokens, links = fresh.links, body = fresh.body
        from (${columns(tx, group)}) as fresh
       where target.type = fresh.type and target.id = fresh.id and target.shard = fresh.shard`,
  );
  const [inserted, ...updated] = await Promise.all([inserting, ...updating]);
  return updated.reduce((sum, { count }) => sum + count, inserted);
}

function isInPlace(row: Row, current: ReadonlyMap<string, Current>): boolean {
  const old = current.get(`${row.type}/${row.id}`)?.row;
  return old?.database === row.database && old.shard === row.shard;
}

/** @returns how many were inserted; fewer than given when another writer was faster */
export async function insertNew(tx: Sql, written: readonly Written[]): Promise<number> {
  const inserting = [...Map.groupBy(written, ({ row }) => row.database)].map(
    ([database, group]) => tx`
      insert into ${tx(database)}.resource
             (shard, type, id, version, resident, place, updated_at, happened_from, happened_to, lasting, deleted, tokens, links, body)
      select shard, type, id, version, resident, place, updated_at, happened_from, happened_to, lasting, body is null, tokens, links, body
        from (${columns(tx, group)}) fresh
          on conflict do nothing`,
  );
  return (await Promise.all(inserting)).reduce((sum, { count }) => sum + count, 0);
}

function columns(tx: Sql, written: readonly Written[]) {
  const of = (pick: (one: Written) => string | number | undefined) => column(tx, written.map(pick));
  return tx`
    select shard, type, id, version, resident, place, updated_at, happened_from, happened_to, lasting, body,
           array(select hashtextextended(lexeme, 0) from unnest(string_to_array(lexemes, ${SEPARATOR})) lexeme) as tokens,
           coalesce(string_to_array(links, ' '), '{}') as links
      from unnest(${of((w) => w.row.shard)}::bigint[], ${of((w) => w.row.type)}, ${of((w) => w.row.id)}, ${of((w) => w.version)}::integer[],
                  ${of((w) => w.row.resident)}, ${of((w) => w.place)}, ${of((w) => w.updatedAt)}::timestamptz[],
                  ${of((w) => w.row.happenedFrom)}::timestamptz[], ${of((w) => w.row.happenedTo)}::timestamptz[],
                  ${of((w) => String(w.row.lasting))}::boolean[], ${of((w) => w.row.lexemes.map(withoutSeparator).join(SEPARATOR))},
                  ${of((w) => w.row.links.join(' '))}, ${of((w) => w.body)})
           as given (shard, type, id, version, resident, place, updated_at, happened_from, happened_to, lasting, lexemes, links, body)`;
}

/** Replaces the search values of what is written; of what is new, nothing needs to go first. */
export async function writeSearchValues(
  tx: Sql,
  written: readonly Written[],
  current: ReadonlyMap<string, Current>,
): Promise<void> {
  const known = written.flatMap(({ row }) => current.get(`${row.type}/${row.id}`)?.row ?? []);
  const deleting = [...Map.groupBy(known, (row) => row.database)].flatMap(([database, rows]) => {
    const keys = tx`select * from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ type }) => type)}::text[], ${rows.map(({ shard }) => shard)}::bigint[])`;
    return [
      tx`delete from ${tx(database)}.search_range where (id, type, shard) in (${keys})`,
      tx`delete from ${tx(database)}.search_text where (id, type, shard) in (${keys})`,
    ];
  });
  const present = written.filter(({ body }) => body !== undefined).map(({ row }) => row);
  const inserting = [...Map.groupBy(present, (row) => row.database)].flatMap(([database, rows]) => [
    ...insertRanges(tx, database, rows),
    ...insertTexts(tx, database, rows),
  ]);
  await Promise.all([...deleting, ...inserting]);
}

function insertRanges(tx: Sql, database: DatabaseName, rows: readonly Row[]): Fragment[] {
  const values = rows.flatMap(({ shard, type, id, ranges }) => unlike(ranges).map((range) => ({ shard, type, id, ...range })));
  if (values.length === 0) return [];
  const of = (pick: (value: (typeof values)[number]) => string | number) => column(tx, values.map(pick));
  return [
    tx`
    insert into ${tx(database)}.search_range (shard, type, id, place, low, high)
    select shard, type, id, hashtextextended(place, 0), low, high
      from unnest(${of((v) => v.shard)}::bigint[], ${of((v) => v.type)}, ${of((v) => v.id)}, ${of((v) => v.place)},
                  ${of((v) => v.low)}::float8[], ${of((v) => v.high)}::float8[])
           as given (shard, type, id, place, low, high)`,
  ];
}

/** Each once: a database that has to look for repeats itself takes a third longer. */
const unlike = (ranges: Row['ranges']): Row['ranges'][number][] => [
  ...new Map(ranges.map((range) => [`${range.low} ${range.high} ${range.place}`, range])).values(),
];

function insertTexts(tx: Sql, database: DatabaseName, rows: readonly Row[]): Fragment[] {
  const values = rows.flatMap(({ shard, type, id, texts }) =>
    texts.slice(0, MOST_TEXTS).map((one, part) => ({ shard, type, id, part, ...one })),
  );
  if (values.length === 0) return [];
  const of = (pick: (value: (typeof values)[number]) => string | number) => column(tx, values.map(pick));
  return [
    tx`
    insert into ${tx(database)}.search_text (shard, type, id, part, place, text)
    select shard, type, id, part, hashtextextended(place, 0), coalesce(text, '')
      from unnest(${of((v) => v.shard)}::bigint[], ${of((v) => v.type)}, ${of((v) => v.id)}, ${of((v) => v.part)}::smallint[],
                  ${of((v) => v.place)}, ${of((v) => v.text)})
           as given (shard, type, id, part, place, text)`,
  ];
}

const MOST_TEXTS = 32_000;

/** Remembers the shard of ids that do not tell it themselves, and of those that moved. */
export async function recordLocators(tx: Sql, written: readonly Written[], current: ReadonlyMap<string, Current>): Promise<void> {
  const hasMoved = (row: Row) => current.has(`${row.type}/${row.id}`) && !isInPlace(row, current);
  const foreign = written.map(({ row }) => row).filter((row) => shardOf(row.id) !== row.shard || hasMoved(row));
  if (foreign.length === 0) return;
  await tx`
    insert into store.locator (id, type, shard)
    select * from unnest(${foreign.map(({ id }) => id)}::text[], ${foreign.map(({ type }) => type)}::text[], ${foreign.map(({ shard }) => shard)}::bigint[])
        on conflict (id, type) do update set shard = excluded.shard`;
}

type Entered = Pick<Written, 'row' | 'version' | 'action' | 'updatedAt'>;

/**
 * Appends to the change feed. A record that goes to another resident or database is entered as deleted there, created here.
 * @returns the version of the search parameters in force, read along
 */
export async function recordChanges(
  tx: Sql,
  written: readonly Written[],
  current: ReadonlyMap<string, Current>,
): Promise<number | undefined> {
  if (written.length === 0) return undefined;
  const entries = written.flatMap((one): Entered[] => {
    const old = current.get(`${one.row.type}/${one.row.id}`)?.row;
    const isMoved = one.action === 'update' && old && (old.database !== one.row.database || old.resident !== one.row.resident);
    return isMoved
      ? [
          { ...one, row: old, action: 'delete' },
          { ...one, action: 'create' },
        ]
      : [one];
  });
  const of = (pick: (one: Entered) => string | number | undefined) => column(tx, entries.map(pick));
  const [set] = await tx<{ version: number }[]>`
    with entered as (
    insert into store.change (shard, database, resident, type, id, version, action, at)
    select * from unnest(${of((w) => w.row.shard)}::bigint[], ${of((w) => w.row.database)}, ${of((w) => w.row.resident)},
                         ${of((w) => w.row.type)}, ${of((w) => w.row.id)}, ${of((w) => w.version)}::integer[],
                         ${of((w) => w.action)}, ${of((w) => w.updatedAt)}::timestamptz[]))
    select version from store.parameter_set`;
  return set?.version;
}

/**
 * Which of these Patients own records; such a Patient is not deleted.
 * @param leaving resources that do not count, since they go in the same transaction
 */
export async function residentsWithRecords(tx: Sql, ids: readonly string[], leaving: readonly Key[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await Promise.all(
    databases.map(
      (database) => tx<{ resident: string }[]>`
        select distinct resident from ${tx(database)}.resource
         where resident = any(${ids}::text[]) and shard = any(${ids.map(shardOf)}::bigint[]) and type <> 'Patient' and not deleted
           and (type, id) not in (select * from unnest(${leaving.map(({ type }) => type)}::text[], ${leaving.map(({ id }) => id)}::text[]))`,
    ),
  );
  return new Set(found.flat().map(({ resident }) => resident));
}
