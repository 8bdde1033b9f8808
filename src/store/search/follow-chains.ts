import { isObject, parseJson, parseLocalReference, referenceLexeme } from '../../fhir/index.ts';
import { readCurrent } from '../read.ts';
import { anyOf, type Condition } from './condition.ts';
import type { Reach } from './reach.ts';
import { targetsOf } from './sql-condition.ts';

/** What a chain may lead to and still be looked up by name; more is checked from the other side. */
const MAX_TARGETS = 1000;

/**
 * Looks up what chains lead to, and what lists hold, before the search itself, so that a chain to few becomes a condition that an index answers and
 * that the search can begin with; inside of chains and of `_has` as well. A chain to many stays one.
 */
export async function followChains(reach: Reach, type: string, conditions: readonly Condition[]): Promise<readonly Condition[]> {
  return Promise.all(conditions.map((condition) => follow(reach, type, condition)));
}

async function follow(reach: Reach, type: string, condition: Condition): Promise<Condition> {
  switch (condition.kind) {
    case 'chain':
      return lookUp(reach, { ...condition, conditions: await followChains(reach, condition.type, condition.conditions) });
    case 'list':
      return { kind: 'ids', ids: await entriesOf(reach, type, condition.id) };
    case 'any':
      return anyOf(await followChains(reach, type, condition.conditions));
    case 'all':
      return { ...condition, conditions: await followChains(reach, type, condition.conditions) };
    case 'has':
      return { ...condition, conditions: await followChains(reach, condition.type, condition.conditions) };
    case 'not':
      return { ...condition, condition: await follow(reach, type, condition.condition) };
    default:
      return condition;
  }
}

/** What a chain leads to, as references to it; the chain itself where it is more than `most`. */
export async function lookUp(reach: Reach, chain: Condition & { kind: 'chain' }, most = MAX_TARGETS): Promise<Condition> {
  const { sql } = reach;
  const targets = targetsOf(reach, chain);
  const found = targets ? await sql<{ id: string }[]>`select id from (${targets}) found limit ${most + 1}` : [];
  if (found.length > most) return chain;
  return {
    kind: 'lexemes',
    any: chain.places.flatMap((place) => found.map(({ id }) => referenceLexeme(place, `${chain.type}/${id}`))),
  };
}

/** Ids of the entries of a List that are of the type and not marked as removed; none where the scope shows no such List. */
async function entriesOf({ sql, catalogue, scope }: Reach, type: string, id: string): Promise<string[]> {
  const stored = scope.allows('List', 'r') ? await readCurrent(sql, catalogue, scope, 'List', id) : undefined;
  const list: unknown = stored?.body === undefined ? undefined : parseJson(stored.body);
  const entries = isObject(list) && Array.isArray(list['entry']) ? list['entry'] : [];
  const named = entries.flatMap((entry) => {
    const item = isObject(entry) && entry['deleted'] !== true ? entry['item'] : undefined;
    const text = isObject(item) && typeof item['reference'] === 'string' ? item['reference'] : '';
    return parseLocalReference(text) ?? [];
  });
  return [...new Set(named.filter((one) => one.type === type).map((one) => one.id))];
}
