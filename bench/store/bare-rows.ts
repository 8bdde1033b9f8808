import { type Database, databases } from '../../src/store/index.ts';

type Sql = Database['sql'];

interface Table {
  readonly schema: string;
  readonly name: string;
  /** With their types, those left out that the database fills itself. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const BUNDLE = 300;

/**
 * The very rows that some resources have, into tables of the same keys and indexes: bodies, index values, feed and audit, in a
 * transaction for each 300 resources, four at a time, by nothing but prepared rows and one insert a table.
 * @returns resources a second
 */
export async function bareRows(sql: Sql, resources: number): Promise<number> {
  await sql`create schema bare`;
  const batches = await batchesOf(sql, resources);
  for (const { table } of batches.flat())
    await sql`create table if not exists bare.${sql(bareName(table))} (like ${sql(table.schema)}.${sql(table.name)} including all)`;
  const count = batches.length * BUNDLE;
  const began = performance.now();
  await Promise.all(
    [0, 1, 2, 3].map(async () => {
      for (let batch = batches.pop(); batch; batch = batches.pop()) await insert(sql, batch);
    }),
  );
  const perSecond = (count * 1000) / (performance.now() - began);
  await sql`drop schema bare cascade`;
  return perSecond;
}

const bareName = ({ schema, name }: Table): string => `${schema}_${name}`;

interface Rows {
  readonly table: Table;
  /** Of each column, as texts. */
  readonly values: readonly (readonly (string | null)[])[];
}

async function insert(sql: Sql, batch: readonly Rows[]): Promise<void> {
  const pool = sql as Sql & { begin(work: (tx: Sql) => Promise<void>): Promise<void> };
  await pool.begin(async (tx) => {
    for (const { table, values } of batch) {
      const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
      const casts = table.columns.map(({ name, type }) => `"${name}"::${type}`).join(', ');
      const given = values.map((_, index) => `$${index + 1}::text[]`).join(', ');
      await tx.unsafe(
        `insert into bare."${bareName(table)}" (${names}) select ${casts} from unnest(${given}) as given (${names})`,
        values.map((column) => [...column]),
        { prepare: true },
      );
    }
  });
}

/** Resources by the hundreds, those of one resident together, with all rows that they have. */
async function batchesOf(sql: Sql, resources: number): Promise<Rows[][]> {
  const batches: Rows[][] = [];
  const tables = await tablesOf(sql);
  const residents = await sql<{ resident: string; count: number }[]>`
    select resident, count(*) as count from store.change where resident is not null and action = 'create'
     group by resident order by resident limit ${resources}`;
  let [group, inGroup]: [string[], number] = [[], 0];
  for (const { resident, count } of residents) {
    if (batches.length * BUNDLE >= resources) break;
    group.push(resident);
    inGroup += count;
    if (inGroup < BUNDLE) continue;
    const rows: Rows[] = [];
    for (const table of tables) {
      const read = await readRows(sql, table, group);
      if (read.values[0]?.length) rows.push(read);
    }
    batches.push(rows);
    [group, inGroup] = [[], 0];
  }
  return batches;
}

async function readRows(sql: Sql, table: Table, residents: readonly string[]): Promise<Rows> {
  const texts = table.columns.map(({ name }) => `t."${name}"::text`).join(', ');
  const of = table.columns.some(({ name }) => name === 'resident')
    ? 't.resident = any($1)'
    : `(t.id, t.type, t.shard) in (select r.id, r.type, r.shard from ${table.schema}.resource r where r.resident = any($1))`;
  const rows = await sql.unsafe(`select ${texts} from ${table.schema}.${table.name} t where ${of}`, [[...residents]]).values();
  return { table, values: table.columns.map((_, index) => rows.map((row) => row[index] as string | null)) };
}

async function tablesOf(sql: Sql): Promise<Table[]> {
  const owned = databases.filter((name) => name !== 'reference');
  const names = owned.flatMap((schema) => ['resource', 'search_range', 'search_text'].map((name) => ({ schema, name })));
  const all = [...names, { schema: 'store', name: 'change' }, { schema: 'audit', name: 'entry' }];
  const columns = await sql<{ schema: string; table: string; name: string; type: string }[]>`
    select n.nspname as schema, c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attname <> 'xid' and c.relkind = 'r'
       and (n.nspname, c.relname) in (select * from unnest(${all.map(({ schema }) => schema)}::text[], ${all.map(({ name }) => name)}::text[]))
     order by a.attnum`;
  return all.map(({ schema, name }) => ({
    ...{ schema, name },
    columns: columns
      .filter((one) => one.schema === schema && one.table === name)
      .map((one) => ({ name: one.name, type: one.type })),
  }));
}
