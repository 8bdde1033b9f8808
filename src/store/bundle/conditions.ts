import { Problem } from '../../kernel/index.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Sql } from '../database.ts';
import { databasesFor, inPlaces } from '../read.ts';
import type { Scope } from '../scope.ts';
import { type SearchTerminology, withCodes } from '../search/concepts.ts';
import type { SearchContext } from '../search/context.ts';
import { isMetBy } from '../search/match.ts';
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
    fits: (type, query, resource) => isMetBy(resource, parseCondition(type, query, context).conditions, context),
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

/** Ids by the position of the condition, two at most each; one statement a type and database. */
async function findPlain(tx: Sql, catalogue: Catalogue, scope: Scope, plain: readonly Plain[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(plain.map(({ index }) => [index, []]));
  for (const [type, group] of Map.groupBy(plain, (one) => one.type)) {
    const asked = group.flatMap(({ index, any }) => any.map((lexeme) => ({ index, lexeme })));
    for (const database of databasesFor(catalogue, scope, type)) {
      const rows = await tx<{ index: number; id: string }[]>`
        select asked.index, matching.id
          from unnest(${asked.map(({ index }) => index)}::integer[], ${asked.map(({ lexeme }) => withoutSeparator(lexeme))}::text[]) as asked (index, lexeme),
               lateral (select r.id from ${tx(database)}.resource r
                         where r.type = ${type} and not r.deleted and ${inPlaces(tx, database, scope, type)}
                           and r.tokens @> array[hashtextextended(asked.lexeme, 0)] limit 2) matching`;
      for (const { index, id } of rows) {
        const ids = found.get(index);
        if (ids && !ids.includes(id)) ids.push(id);
      }
    }
  }
  return found;
}

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
