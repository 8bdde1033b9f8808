import { Problem } from '../../kernel/index.ts';
import type { Catalogue, DatabaseName } from '../catalogue.ts';
import type { Fragment, Sql } from '../database.ts';
import { databasesFor, inPlaces } from '../read.ts';
import type { Scope } from '../scope.ts';
import { type SearchTerminology, withCodes } from '../search/concepts.ts';
import type { SearchContext } from '../search/context.ts';
import { amongUnstored } from '../search/match.ts';
import { parseSearch } from '../search/parse-search.ts';
import type { SearchQuery } from '../search/query.ts';
import { runSearch } from '../search/run.ts';
import { withoutSeparator } from '../search/separator.ts';
import type { Asked, Conditions } from './plan.ts';

/** A condition that one lexeme decides, such as an identifier: many of them are looked up together. */
interface Plain {
  readonly index: number;
  readonly type: string;
  readonly any: readonly string[];
}

/** Conditions as the scope sees them: what lies outside matches nothing. */
export function conditionsIn(
  catalogue: Catalogue,
  scope: Scope,
  context: SearchContext = { base: '' },
  terminology?: SearchTerminology,
): Conditions {
  return {
    findAll: async (tx, asked) => {
      const parsed = asked.map((one) => readCondition(scope, one, context));
      const plain = parsed.flatMap((query, index) => (query instanceof Problem ? [] : (toPlain(query, index) ?? [])));
      const found = await findPlain(tx, catalogue, scope, plain);
      const answers: (readonly string[] | Problem)[] = [];
      for (const [index, query] of parsed.entries())
        answers.push(
          query instanceof Problem ? query : (found.get(index) ?? (await findOther(tx, catalogue, scope, query, terminology))),
        );
      return answers;
    },
    among: (items) => {
      const find = amongUnstored(items, context);
      return (type, query) => find(parseCondition(type, query, context).conditions);
    },
  };
}

function readCondition(scope: Scope, { type, query }: Asked, context: SearchContext): SearchQuery | Problem {
  if (!scope.allows(type, 's')) return new Problem('right-missing', `${type}: a condition needs the interaction s`);
  try {
    return parseCondition(type, query, context);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
}

function parseCondition(type: string, query: string, context: SearchContext): SearchQuery {
  const parsed = parseSearch(type, new URLSearchParams(query), true, context);
  if (parsed.conditions.length === 0)
    throw new Problem('parameter-invalid', 'A condition names at least one search parameter', { at: `${type}?` });
  return parsed;
}

function toPlain({ type, conditions }: SearchQuery, index: number): Plain | undefined {
  const [condition, ...others] = conditions;
  return condition?.kind === 'lexemes' && others.length === 0 ? { index, type, any: condition.any } : undefined;
}

/** Ids by the position of the condition, two at most each. */
async function findPlain(tx: Sql, catalogue: Catalogue, scope: Scope, plain: readonly Plain[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(plain.map(({ index }) => [index, []]));
  for (const [type, group] of Map.groupBy(plain, (one) => one.type)) {
    const wanted = group.flatMap(({ index, any }) => any.map((lexeme) => ({ index, lexeme: withoutSeparator(lexeme) })));
    for (const database of databasesFor(catalogue, scope, type))
      for (const { index, id } of await findWanted(tx, { database, scope, type, wanted })) {
        const ids = found.get(index);
        if (ids && ids.length < 2 && !ids.includes(id)) ids.push(id);
      }
  }
  return found;
}

interface Look {
  readonly database: DatabaseName;
  readonly scope: Scope;
  readonly type: string;
  readonly wanted: readonly { readonly index: number; readonly lexeme: string }[];
}

interface FoundRow {
  readonly index: number;
  readonly id: string;
}

/** So many are looked up one by one, in one statement. */
const FEW = 20;
const MANY_AT_ONCE = 500;

async function findWanted(tx: Sql, look: Look): Promise<readonly FoundRow[]> {
  const { wanted } = look;
  if (wanted.length <= FEW) return findEach(tx, look);
  const rows: FoundRow[] = [];
  // it is for the index of tokens alone; on a table that is new to the planner it would read all
  await tx`select set_config('enable_seqscan', 'off', true)`;
  for (let at = 0; at < wanted.length; at += MANY_AT_ONCE) {
    const some = { ...look, wanted: wanted.slice(at, at + MANY_AT_ONCE) };
    rows.push(...((await findTogether(tx, some)) ?? (await findEach(tx, some))));
  }
  await tx`select set_config('enable_seqscan', 'on', true)`;
  return rows;
}

/**
 * Each by itself, two rows at most. What else must hold stands outside of the look into the index: on a table whose statistics
 * are still to be made, the type would seem to be the narrower condition.
 */
const findEach = (tx: Sql, { database, scope, type, wanted }: Look): Promise<readonly FoundRow[]> =>
  tx<FoundRow[]>`
    select asked.index, matching.id
      from ${unnested(tx, wanted)},
           lateral (select r.id from (select id, type, deleted, place, links from ${tx(database)}.resource
                                       where tokens @> array[hashtextextended(asked.lexeme, 0)] offset 0) r
                     where r.type = ${type} and not r.deleted and ${inPlaces(tx, database, scope, type)} limit 2) matching`;

/**
 * All with one look into the index, whose newest entries lie in a list that every look reads.
 * @returns undefined where one of them matches so much that it would all have to be read
 */
async function findTogether(tx: Sql, { database, scope, type, wanted }: Look): Promise<readonly FoundRow[] | undefined> {
  const most = wanted.length * 4;
  const rows = await tx<(FoundRow & { readonly read: number })[]>`
    with asked as materialized (select index, hashtextextended(lexeme, 0) as hash from ${unnested(tx, wanted)}),
         matching as materialized (
           select r.id, r.tokens from (select id, type, deleted, place, links, tokens from ${tx(database)}.resource
                                        where tokens && array(select hash from asked) offset 0) r
            where r.type = ${type} and not r.deleted and ${inPlaces(tx, database, scope, type)} limit ${most})
    select asked.index, matching.id, (select count(*) from matching) as read
      from matching cross join lateral unnest(matching.tokens) as token (hash) join asked using (hash)`;
  return (rows[0]?.read ?? 0) >= most ? undefined : rows;
}

const unnested = (tx: Sql, wanted: Look['wanted']): Fragment =>
  tx`unnest(${wanted.map(({ index }) => index)}::integer[], ${wanted.map(({ lexeme }) => lexeme)}::text[]) as asked (index, lexeme)`;

async function findOther(
  tx: Sql,
  catalogue: Catalogue,
  scope: Scope,
  query: SearchQuery,
  terminology: SearchTerminology | undefined,
): Promise<string[]> {
  const conditions = await withCodes(terminology, query.conditions);
  const asked = { ...query, conditions, count: 2, total: 'none', after: undefined, inclusions: [] } as const;
  return (await runSearch(tx, catalogue, scope, asked)).entries.map(({ id }) => id);
}
