import { parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import { type Store, wholePlatform } from '../../store/index.ts';
import type { Status, Subscriber } from './subscribers.ts';

/** What the platform does by itself stands in the access log under its own name. */
const actorIn = (division: string, id: string): Actor => ({
  id: 'platform',
  name: { zh: '平台', en: 'The platform' },
  role: 'platform',
  from: division,
  purpose: 'HSYSADMIN',
  requestId: `Subscription/${id}`,
});

/**
 * Writes a status as a new version of the resource, so that its owner reads it and its history tells it. Where the owner
 * has written it anew meanwhile, that stands.
 */
export async function writeStatus(
  store: Store,
  division: string,
  { id, version }: Subscriber,
  status: Status,
  reason?: string,
): Promise<void> {
  const all = store.as(wholePlatform);
  try {
    const stored = await all.read('Subscription', id);
    const { error: _error, ...resource } = parseJson(stored.body) as Resource;
    const changed = { ...resource, id, status, ...(reason ? { error: reason } : {}) };
    await all.commit([{ kind: 'put', resource: changed, ifMatch: version }], {
      atomic: true,
      within: (tx, written) => recordWrites(tx, actorIn(division, id), written),
    });
  } catch (thrown) {
    if (!(thrown instanceof Problem && OVERTAKEN.has(thrown.code))) throw thrown;
  }
}

const OVERTAKEN: ReadonlySet<string> = new Set(['version-conflict', 'resource-gone', 'resource-unknown']);
