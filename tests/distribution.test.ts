import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../src/store/index.ts';
import { freshDatabase } from './support/database.ts';

/**
 * What must hold so that a database can be distributed over Citus nodes: decision 1, and
 * https://docs.citusdata.com/en/stable/sharding/data_modeling.html. A new table either carries `shard`, or is named here.
 */
const DISTRIBUTED_OTHERWISE: Readonly<Record<string, { readonly by: string; readonly reason: string }>> = {
  'population.match_key': { by: 'key', reason: 'a key leads to one shard' },
  'population.resident_identifier': { by: 'value', reason: 'a number leads to one shard' },
  'population.event_certificate': { by: 'number', reason: 'a number leads to one shard, where those who record it meet' },
  'population.record_number': { by: 'village', reason: 'a village has one row, which its next number locks' },
  'resident_index.identifier': { by: 'value', reason: 'a number leads to one shard' },
  'population.statistic': { by: 'division', reason: 'asked for of a division' },
  'population.statistic_total': { by: 'upper', reason: 'asked for of the parts of a division' },
  'indicators.counted_event': { by: 'division', reason: 'counted and asked for of a division' },
  'indicators.figure_home': { by: 'home', reason: 'the figures of one platform come and go together' },
  'indicators.figure': { by: 'division', reason: 'asked for of a division' },
  'vaccination.queue': { by: 'point', reason: 'the numbers of a point follow one another' },
  'vaccine_stock.lot': { by: 'point', reason: 'the stock of a point comes and goes together' },
  'vaccine_stock.movement': { by: 'point', reason: 'with the lots of the point' },
  'vaccine_stock.reading': { by: 'point', reason: 'with the devices of the point' },
  'vaccine_stock.alarm': { by: 'point', reason: 'with the devices of the point' },
  'population.statistic_home': { by: 'home', reason: 'the counts of one platform come and go together' },
  'store.locator': { by: 'id', reason: 'asked for what is known, the id' },
  'store.answered': { by: 'key', reason: 'asked for what is known, the key of the request' },
  'identity.session_state': { by: 'id', reason: 'asked for what is known, the id of the session or code' },
};

/** Tables of which each node has a copy, or the first node the only one. They do not grow with people. */
const WHOLE: Readonly<Record<string, string>> = {
  'minkang.migration': 'one row a file of this program',
  'store.consumer': 'one row a reader of the feed',
  'store.definition': 'one row a type that guides the program',
  'store.label': 'one row a profile, tag or security label in use, and type',
  'identity.account': 'people who work at institutions, looked up when they sign in',
  'identity.client': 'systems of institutions',
  'indicators.target': 'some rows an indicator and year',
  'identity.workplace': 'some rows an account',
  'identity.failed_sign_in': 'failures of one day, removed after it',
  'identity.secret': 'three rows',
  'directory.platform': 'one row a platform',
  'notices.letter': 'letters on their way, removed when they are handed on',
  'directory.division': 'one row a township or village that the platform has named',
  'document_registry.activity': 'one row a day and type of resource',
  'document_registry.institution_activity': 'one row an institution',
  'definitions.edition': 'one row a version of a programme that came as data',
  'definitions.holding': 'one row a platform below and version',
  'definitions.link': 'one row',
  'drafts.draft': 'few rows an account, for two weeks',
  'imports.file': 'one row a file, for a week',
  'population.counted_by': 'one row',
  'population.identifier_domain': 'one row a system of numbers',
  'population.matching_run': 'one row a bulk run of matching',
  'population.matching_model': 'one row a model that was learned here',
  'population.statistic_heard': 'one row a platform here and below',
  'jobs.job': 'background work of the platform, removed when it expires',
  'store.parameter_set': 'one row',
  'store.indexed_parameter': 'one row a search parameter of one’s own and type',
  'sync.uplink': 'one row',
  'sync.pending': 'one row',
  'sync.incoming': 'one row a platform below',
  'chronicle.kept_by': 'two rows',
  'early_warning.evaluated': 'one row',
  'indicators.figure_heard': 'one row a platform here and below',
  'indicators.period': 'one row a period that is kept',
  'views._build': 'one row a materialised view definition',
};

/** Columns filled from a sequence. Read together with the transaction's number only, which orders them: decision 3. */
const NUMBERED = ['notices.letter.position', 'store.change.position', 'sync.index_change.position'];

/** Triggers run on the node of their shard. These refuse and read nothing, so they may stand on every node. */
const TRIGGERS = ['audit.entry.entry_is_final', 'audit.entry.entry_is_kept'];

/** Schemas that are no module's own. */
const SHARED_SCHEMAS = ['minkang', 'reference'];

interface Table {
  readonly name: string;
  readonly schema: string;
  readonly comment: string | null;
  readonly columns: readonly string[];
}

let database: Database & AsyncDisposable;
let tables: readonly Table[];
const distributionOf = (name: string): string => DISTRIBUTED_OTHERWISE[name]?.by ?? 'shard';
const distributed = () => tables.filter(({ name }) => !(name in WHOLE));

beforeAll(async () => {
  database = await freshDatabase(2);
  tables = await database.sql<Table[]>`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, obj_description(c.oid, 'pg_class') as comment,
           array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attnotnull) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     order by 1`;
});
afterAll(() => database[Symbol.asyncDispose]());

describe('the tables of a platform can be distributed by resident', () => {
  test('each that grows with people has the column by which it is distributed, never empty', () => {
    const without = distributed().filter(({ name, columns }) => !columns.includes(distributionOf(name)));

    expect(tables.length).toBeGreaterThan(30);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test('what is named here is there', () => {
    const named = [...Object.keys(DISTRIBUTED_OTHERWISE), ...Object.keys(WHOLE)];

    expect(named.filter((name) => !tables.some((table) => table.name === name))).toEqual([]);
  });

  test('each has a primary key, and that column stands in it and in every unique index', async () => {
    const unique = await database.sql<{ table: string; index: string; primary: boolean; columns: string[] }[]>`
      select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as index, i.indisprimary as primary,
             array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns
        from pg_index i where i.indisunique or i.indisexclusion`;

    const ofTable = (name: string) => unique.filter(({ table }) => table === name);
    const lacking = distributed().flatMap(({ name }) => [
      ...(ofTable(name).some(({ primary }) => primary) ? [] : [`${name} has no primary key`]),
      ...ofTable(name).flatMap(({ index, columns }) =>
        columns.includes(distributionOf(name)) ? [] : [`${index} lacks ${distributionOf(name)}`],
      ),
    ]);

    expect(lacking).toEqual([]);
  });

  test('no foreign key leads from one shard to another', async () => {
    const keys = await database.sql<{ from: string; to: string; columns: string[]; referenced: string[] }[]>`
      select conrelid::regclass::text as from, confrelid::regclass::text as to,
             array(select attname::text from unnest(conkey) with ordinality k (n, at) join pg_attribute on attrelid = conrelid and attnum = n order by at) as columns,
             array(select attname::text from unnest(confkey) with ordinality k (n, at) join pg_attribute on attrelid = confrelid and attnum = n order by at) as referenced
        from pg_constraint where contype = 'f'`;

    const isTogether = ({ from, to, columns, referenced }: (typeof keys)[number]) =>
      distributionOf(from) === 'shard' &&
      distributionOf(to) === 'shard' &&
      columns.some((column, at) => column === 'shard' && referenced[at] === 'shard');
    const apart = keys.filter((key) => !(key.from in WHOLE && key.to in WHOLE) && !isTogether(key));

    expect(apart).toEqual([]);
  });

  test('only the feeds are numbered, and no sequence stands alone', async () => {
    const numbered = await database.sql<{ column: string | null }[]>`
      select d.refobjid::regclass::text || '.' || a.attname as column
        from pg_sequence s
        left join pg_depend d on d.objid = s.seqrelid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and d.refobjsubid > 0
        left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
       order by 1`;

    expect(numbered.map(({ column }) => column)).toEqual(NUMBERED);
  });

  test('no trigger does hidden work', async () => {
    const triggers = await database.sql<{ name: string }[]>`
      select tgrelid::regclass::text || '.' || tgname as name from pg_trigger where not tgisinternal order by 1`;

    expect(triggers.map(({ name }) => name)).toEqual(TRIGGERS);
  });
});

describe('the tables of a platform are known', () => {
  test('each says what it is', () => {
    expect(tables.filter(({ comment }) => !comment).map(({ name }) => name)).toEqual([]);
  });

  test('each lies in the schema of a module', async () => {
    const root = fileURLToPath(new URL('../src', import.meta.url));
    const folders = (await readdir(root, { recursive: true })).filter((path) => existsSync(join(root, path, 'index.ts')));
    const modules = new Set(folders.map((path) => (path.split('/').at(-1) ?? path).replaceAll('-', '_')));

    const astray = tables.filter(({ schema }) => !modules.has(schema) && !SHARED_SCHEMAS.includes(schema));

    expect(astray.map(({ name }) => name)).toEqual([]);
  });
});
