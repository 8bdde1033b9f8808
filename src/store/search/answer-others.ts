import { type Resource, referenceLexeme } from '../../fhir/index.ts';
import { entriesOf } from '../row.ts';
import { anyOf, type Condition } from './condition.ts';
import { followChains, lookUp } from './follow-chains.ts';
import type { Reach } from './reach.ts';
import { referredIds } from './sql-condition.ts';

type Identified = Resource & { readonly id: string };

/**
 * Answers, for a few resources of one type, what conditions ask about other resources: a chain becomes the references that
 * lead to what is asked for, `_has` the ids of those that are referred to. What is left can be decided by each resource alone.
 * The database is asked only about what these resources refer to, and what refers to them.
 */
export function answerOthers(
  reach: Reach,
  resources: readonly Identified[],
  conditions: readonly Condition[],
): Promise<readonly Condition[]> {
  return Promise.all(conditions.map((condition) => answer(reach, resources, condition)));
}

async function answer(reach: Reach, resources: readonly Identified[], condition: Condition): Promise<Condition> {
  switch (condition.kind) {
    case 'chain':
      return answerChain(reach, resources, condition);
    case 'has':
      return answerHas(reach, resources, condition);
    case 'any':
      return anyOf(await answerOthers(reach, resources, condition.conditions));
    case 'all':
      return { ...condition, conditions: await answerOthers(reach, resources, condition.conditions) };
    case 'not':
      return { ...condition, condition: await answer(reach, resources, condition.condition) };
    default:
      return (await followChains(reach, resources[0]?.resourceType ?? '', [condition]))[0] ?? condition;
  }
}

async function answerChain(
  reach: Reach,
  resources: readonly Identified[],
  chain: Condition & { kind: 'chain' },
): Promise<Condition> {
  const beginnings = chain.places.map((place) => referenceLexeme(place, `${chain.type}/`));
  const ids = new Set<string>();
  for (const resource of resources)
    for (const lexeme of entriesOf(resource).lexemes)
      for (const beginning of beginnings) if (lexeme.startsWith(beginning)) ids.add(lexeme.slice(beginning.length));
  if (ids.size === 0) return { kind: 'lexemes', any: [] };
  const conditions = await followChains(reach, chain.type, chain.conditions);
  return lookUp(reach, { ...chain, conditions: [{ kind: 'ids', ids: [...ids] }, ...conditions] }, ids.size);
}

async function answerHas(reach: Reach, resources: readonly Identified[], has: Condition & { kind: 'has' }): Promise<Condition> {
  const { sql } = reach;
  const any = has.places.flatMap((place) => resources.map(({ id }) => referenceLexeme(place, `${has.self}/${id}`)));
  const conditions = await followChains(reach, has.type, has.conditions);
  const referred = referredIds(reach, { ...has, conditions: [{ kind: 'lexemes', any }, ...conditions] });
  const asked = resources.map(({ id }) => id);
  const rows = referred
    ? await sql<{ id: string }[]>`select distinct id from (${referred}) referred where id = any(${asked}::text[])`
    : [];
  return { kind: 'ids', ids: rows.map(({ id }) => id) };
}
