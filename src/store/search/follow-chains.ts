import { referenceLexeme } from '../../fhir/index.ts';
import { anyOf, type Condition } from './condition.ts';
import type { Reach } from './plan.ts';
import { targetsOf } from './sql-condition.ts';

/** What a chain may lead to and still be looked up by name; more is checked from the other side. */
const MAX_TARGETS = 1000;

/**
 * Looks up what chains lead to before the search itself, so that a chain to few becomes a condition that an index answers and
 * that the search can begin with; inside of chains and of `_has` as well. A chain to many stays one.
 */
export async function followChains(reach: Reach, conditions: readonly Condition[]): Promise<readonly Condition[]> {
  return Promise.all(conditions.map((condition) => follow(reach, condition)));
}

async function follow(reach: Reach, condition: Condition): Promise<Condition> {
  switch (condition.kind) {
    case 'chain':
      return lookUp(reach, { ...condition, conditions: await followChains(reach, condition.conditions) });
    case 'any':
      return anyOf(await followChains(reach, condition.conditions));
    case 'all':
    case 'has':
      return { ...condition, conditions: await followChains(reach, condition.conditions) };
    case 'not':
      return { ...condition, condition: await follow(reach, condition.condition) };
    default:
      return condition;
  }
}

async function lookUp(reach: Reach, chain: Condition & { kind: 'chain' }): Promise<Condition> {
  const { sql } = reach;
  const targets = targetsOf(reach, chain);
  const found = targets ? await sql<{ id: string }[]>`select id from (${targets}) found limit ${MAX_TARGETS + 1}` : [];
  if (found.length > MAX_TARGETS) return chain;
  return {
    kind: 'lexemes',
    any: chain.places.flatMap((place) => found.map(({ id }) => referenceLexeme(place, `${chain.type}/${id}`))),
  };
}
