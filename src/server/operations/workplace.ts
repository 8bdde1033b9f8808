import type { Workplace } from '../../applications/public-health/vaccination/contract.ts';
import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { findWorkplaces } from '../../security/identity/index.ts';
import { creditCode, institutionCode } from '../../standards/index.ts';
import { parseSearch, wholePlatform } from '../../store/index.ts';
import type { Context } from './context.ts';

const CODES: readonly unknown[] = [creditCode, institutionCode];

/**
 * Refuses who does not work at an institution; who is bound to none works nowhere. That an institution exists is no secret.
 * @throws Problem resource-unknown, right-missing
 */
export async function requireWorkplace({ platform, subject }: Context, organization: string): Promise<void> {
  const { body } = await platform.store.as(wholePlatform).read('Organization', organization);
  const mine = new Set(await findWorkplaces(platform.database.sql, subject.id));
  if (!namesOf(parseJson(body) as Resource, organization).some((name) => mine.has(name)))
    throw new Problem('right-missing', 'The account does not work at this institution', { at: 'point' });
}

/** By what an Organization may be named as a workplace: its id, and the codes that the state gave it. */
const namesOf = (organization: Resource, id: string): readonly string[] => [
  id,
  ...listOf(organization['identifier']).flatMap(({ system, value }) =>
    CODES.includes(system) && typeof value === 'string' ? [value] : [],
  ),
];

/** The Organizations at which the account works, by name. */
export async function workplacesOf({ platform, subject }: Context): Promise<readonly Workplace[]> {
  const mine = await findWorkplaces(platform.database.sql, subject.id);
  if (mine.length === 0) return [];
  const store = platform.store.as(wholePlatform);
  const named = mine.filter((name) => /^[A-Za-z0-9-]+$/.test(name)).join(',');
  const found = await Promise.all(
    [
      ['_id', named],
      ['identifier', CODES.flatMap((system) => named.split(',').map((name) => `${system}|${name}`)).join(',')],
    ].map((condition) => store.search(parseSearch('Organization', [condition as [string, string], ['_count', '200']], true))),
  );
  const all = found.flatMap(({ entries }) => entries.map(({ id, body }) => ({ id, resource: parseJson(body) as Resource })));
  return [...new Map(all.map(({ id, resource }) => [id, { id, name: String(resource['name'] ?? id) }])).values()].toSorted(
    (a, b) => (a.name < b.name ? -1 : 1),
  );
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
