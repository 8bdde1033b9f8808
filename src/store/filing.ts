import { parseJson, parseLocalReference, type Resource } from '../fhir/index.ts';
import { Problem } from '../kernel/index.ts';
import { BINARY, type Catalogue, databases } from './catalogue.ts';
import type { Change, Outcome, Written } from './change.ts';
import {
  type Current,
  moveHistory,
  overwrite,
  readForChange,
  recordChanges,
  recordLocators,
  shardsOf,
  writeSearchValues,
} from './commit-sql.ts';
import type { Sql } from './database.ts';
import { lockPatients, lockResources, residentsOf } from './locks.ts';
import { type Row, toRow } from './row.ts';
import { isInside, type Scope } from './scope.ts';
import type { OwnLookup } from './search/context.ts';
import { hashes } from './search/sql-condition.ts';
import { CONTEXT_PLACE, contextLexeme, contextName, faultOfContext, mayWriteBeside, seesContext } from './security-context.ts';

/** Where a resource lies, and whose it is. */
export interface Filing extends Pick<Row, 'database' | 'shard' | 'resident'> {
  readonly place: string;
}

/** Where a Binary is filed; undefined where nothing decides about it; a Problem where what is to decide is not here for the scope. */
export type FilingOf = (resource: Resource) => Filing | Problem | undefined;

/** The changes, with the security context that a Binary has and keeps. */
export async function withKeptContexts(
  tx: Sql,
  asked: readonly Change[],
  current: ReadonlyMap<string, Current>,
): Promise<readonly Change[]> {
  const kept = new Map<Change, Change>(asked.filter(keepsOwn).map((change) => [change, withContext(change, current)]));
  if (kept.size === 0) return asked;
  await lockResources(tx, [...kept.values()]);
  return asked.map((change) => kept.get(change) ?? change);
}

type Put = Change & { readonly kind: 'put' };

const keepsOwn = (change: Change): change is Put =>
  change.kind === 'put' && change.keepsContext === true && change.resource['securityContext'] === undefined;

function withContext(change: Put, current: ReadonlyMap<string, Current>): Put {
  const context = current.get(`${BINARY}/${change.resource.id}`)?.context;
  return context === undefined
    ? change
    : { ...change, resource: { ...change.resource, securityContext: { reference: context } } };
}

/**
 * Where the Binaries among the changes belong: beside what their security context names, as it is after this commit.
 * @param outcomes what became of all other changes, by `Type/id`
 */
export async function filingsFor(
  tx: Sql,
  changes: readonly Change[],
  catalogue: Catalogue,
  scope: Scope,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<FilingOf> {
  const names = new Set(changes.flatMap((change) => (change.kind === 'delete' ? [] : (contextName(change.resource) ?? []))));
  const filings = new Map<string, Filing | undefined>();
  for (const name of names) {
    const outcome = outcomes.get(name);
    if (outcome && !(outcome instanceof Problem)) filings.set(name, outcome.body === undefined ? undefined : filingOf(outcome));
  }
  const stored = [...names].filter((name) => !filings.has(name));
  for (const [name, filing] of await storedFilings(tx, stored, catalogue)) filings.set(name, filing);
  return (resource) => {
    const name = contextName(resource);
    if (name === undefined) return faultOfContext(resource);
    const filing = filings.get(name);
    if (!filing || !seesContext(scope, name) || !isInside(scope, filing.place, filing.database))
      return new Problem('reference-unresolved', 'What it names is not here', { at: CONTEXT_PLACE });
    if (filing.database === 'reference' && !mayWriteBeside(scope, name))
      return new Problem('right-missing', 'Its security context is outside of what may be written', { at: CONTEXT_PLACE });
    return faultOfContext(resource) ?? filing;
  };
}

const filingOf = ({ row: { database, shard, resident }, place }: Pick<Written, 'row' | 'place'>): Filing => ({
  database,
  shard,
  resident,
  place,
});

/** Of what is stored and not deleted. Those whose place it follows are held, so that it is still theirs when the commit ends. */
async function storedFilings(tx: Sql, names: readonly string[], catalogue: Catalogue): Promise<ReadonlyMap<string, Filing>> {
  if (names.length === 0) return new Map();
  const found = await readFilings(tx, names, catalogue);
  const deciding = [...found.values()].flatMap(({ resident, body }) =>
    resident === undefined ? (body === null ? [] : residentsOf(parseJson(body) as Resource)) : [resident],
  );
  if (deciding.length === 0) return found;
  await lockPatients(tx, deciding);
  return readFilings(tx, names, catalogue);
}

interface FilingRow {
  type: string;
  id: string;
  shard: number;
  resident: string | null;
  place: string;
  body: string | null;
}

async function readFilings(
  tx: Sql,
  names: readonly string[],
  catalogue: Catalogue,
): Promise<Map<string, Filing & { readonly body: string | null }>> {
  const keys = names.flatMap((name) => parseLocalReference(name) ?? []);
  const shards = await shardsOf(tx, keys);
  const found = new Map<string, Filing & { readonly body: string | null }>();
  for (const database of databases) {
    const here = keys.filter(({ type }) => catalogue.databasesOf(type).includes(database));
    if (here.length === 0) continue;
    const rows = await tx<FilingRow[]>`
      select type, id, shard, resident, place, case when resident is null and ${database !== 'reference'} then body end as body
        from ${tx(database)}.resource
       where (type, id, shard) in (select * from unnest(${here.map(({ type }) => type)}::text[], ${here.map(({ id }) => id)}::text[],
                                                        ${here.map(shards)}::bigint[])) and not deleted`;
    for (const { type, id, shard, resident, place, body } of rows)
      found.set(`${type}/${id}`, { database, shard, resident: resident ?? undefined, place, body });
  }
  return found;
}

interface Following {
  readonly parameters: OwnLookup | undefined;
  readonly written: readonly Written[];
  readonly current: ReadonlyMap<string, Current>;
  readonly catalogue: Catalogue;
}

/**
 * When a resource is another resident's by now, or lies elsewhere, the Binaries about which it decides follow, with their
 * history; they get no new version. A Patient stays where it is, and takes what is its own along when it moves (place.ts).
 */
export async function followContexts(tx: Sql, { written, current, catalogue, parameters }: Following): Promise<void> {
  const moved = new Map(
    written.filter((one) => hasMoved(one, current)).map((one) => [`${one.row.type}/${one.row.id}`, filingOf(one)]),
  );
  if (moved.size === 0) return;
  const keys = await binariesUnder(tx, [...moved.keys()]);
  if (keys.length === 0) return;
  await lockResources(
    tx,
    keys.map(({ id }) => ({ kind: 'delete', type: BINARY, id })),
  );
  const known = await readForChange(tx, keys, catalogue);
  const refiled = [...known.values()].flatMap((one) => {
    const filing = moved.get(one.context ?? '');
    return filing && !isFiled(one, filing) ? [refile(one, filing, catalogue, parameters)] : [];
  });
  if (refiled.length === 0) return;
  await moveHistory(tx, refiled, known);
  if ((await overwrite(tx, refiled, known)) < refiled.length) throw new Error('what was locked has gone');
  await writeSearchValues(tx, refiled, known);
  await recordLocators(tx, refiled, known);
  const isToldOf = ({ row, body }: Written) => {
    const was = known.get(`${row.type}/${row.id}`)?.row;
    return body !== undefined && (was?.database !== row.database || was.resident !== row.resident);
  };
  await recordChanges(tx, refiled.filter(isToldOf), known);
}

function hasMoved(one: Written, current: ReadonlyMap<string, Current>): boolean {
  const { type, id } = one.row;
  const before = current.get(`${type}/${id}`);
  return type !== BINARY && type !== 'Patient' && before !== undefined && !isFiled(before, filingOf(one));
}

const isFiled = ({ row, place }: Current, filing: Filing): boolean =>
  row.database === filing.database && row.shard === filing.shard && row.resident === filing.resident && place === filing.place;

async function binariesUnder(tx: Sql, names: readonly string[]): Promise<{ type: string; id: string }[]> {
  const found: { type: string; id: string }[] = [];
  for (const database of databases)
    found.push(
      ...(await tx<{ type: string; id: string }[]>`
        select type, id from ${tx(database)}.resource
         where type = ${BINARY} and tokens && ${hashes(tx, names.map(contextLexeme))} order by id`),
    );
  return found;
}

/** The same version elsewhere; one that is deleted keeps what decides about it. */
function refile(
  one: Current,
  { database, shard, resident, place }: Filing,
  catalogue: Catalogue,
  parameters: OwnLookup | undefined,
): Written {
  const { version, updatedAt, body } = one;
  const resource = body === null ? undefined : { ...(parseJson(body) as Resource), id: one.row.id };
  const row = resource ? toRow(resource, catalogue, body ?? undefined, parameters) : deletedRow(one);
  return {
    action: 'update',
    row: { ...row, database, shard, resident },
    version,
    place,
    updatedAt,
    body: body ?? undefined,
    resource,
  };
}

/** What is kept of a deleted resource: of a Binary, what decides who sees its history. */
export const deletedRow = ({ row, context }: Current): Row =>
  context === undefined ? row : { ...row, lexemes: [contextLexeme(context)], links: [context] };

/** The row of a Binary where it lies already: what its body says does not tell. */
export const asFiled = (row: Row, { database, shard, resident }: Pick<Row, 'database' | 'shard' | 'resident'>): Row =>
  row.type === BINARY ? { ...row, database, shard, resident } : row;
