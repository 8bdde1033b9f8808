import type { FastifyRequest } from 'fastify';
import { parseJson, patientsOf, type Resource } from '../../fhir/index.ts';
import { type Act, summary } from '../../security/audit/index.ts';
import type { Catalogue, SearchEntry } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { actorOf } from './bearer-hook.ts';
import { insideBundle } from './inside-bundle.ts';

type Shown = Pick<SearchEntry, 'type' | 'id' | 'resident'> & { readonly body: string | undefined };

/**
 * Enters reads of residents' data before they are answered; reading reference data concerns nobody.
 * @param what was read, where that is not told by the resources
 */
export async function auditReads(
  platform: Platform,
  request: FastifyRequest,
  read: readonly Shown[],
  what?: string,
): Promise<void> {
  const acts = actsOf(platform, read, 'read', (group) => {
    const [first] = group;
    const name = first ? `${first.type}/${first.id}` : '';
    if (what) return { what, count: group.length };
    const isOne = group.every(({ type, id }) => type === first?.type && id === first.id);
    return { what: isOne ? name : summary(group.map(({ type }) => type)), count: group.length };
  });
  await enter(platform, request, acts);
}

/** One entry for each resident whose records a search showed. */
export async function auditSearch(
  platform: Platform,
  request: FastifyRequest,
  what: string,
  entries: readonly Shown[],
): Promise<void> {
  const acts = actsOf(platform, entries, 'search', (group) => ({ what, count: group.length }));
  await enter(platform, request, acts);
}

/** One entry for each resident from whose records rows of a view were made. */
export async function auditExport(
  platform: Platform,
  request: FastifyRequest,
  type: string,
  entries: readonly Shown[],
): Promise<void> {
  const acts = actsOf(platform, entries, 'export', (group) => ({ what: type, count: group.length }));
  await enter(platform, request, acts);
}

/** Inside a bundle it is entered when the bundle is answered. */
async function enter(platform: Platform, request: FastifyRequest, acts: readonly Act[]): Promise<void> {
  const actor = actorOf(request, platform.settings.division);
  const now = () => platform.audit.record(actor, acts);
  const inside = insideBundle();
  if (inside) inside.entering.push(now);
  else await now();
}

function actsOf(
  { settings, store }: Platform,
  shown: readonly Shown[],
  action: Act['action'],
  describe: (group: readonly Shown[]) => Pick<Act, 'what' | 'count'>,
): Act[] {
  const byResident = new Map<string, Shown[]>();
  for (const one of shown)
    for (const resident of residentsOf(one, store.catalogue)) {
      const group = byResident.get(resident) ?? [];
      byResident.set(resident, group);
      group.push(one);
    }
  return [...byResident].map(([resident, group]) => ({ action, ...describe(group), resident, place: settings.division }));
}

/** Whose data a resource is: its resident's; where it is nobody's alone (a household), of all whom it concerns. */
function residentsOf({ type, id, resident, body }: Shown, catalogue: Catalogue): string[] {
  if (resident !== undefined) return [resident];
  if (type === 'Patient') return [id];
  const isReference = catalogue.databasesOf(type).every((database) => database === 'reference');
  return isReference || body === undefined ? [] : patientsOf(parseJson(body) as Resource);
}
