import type { Resource } from '../fhir/index.ts';
import type { Written } from './change.ts';
import type { Sql } from './database.ts';
import type { ScopedStore } from './store.ts';

export interface ToWrite {
  readonly resource: Resource & { readonly id: string };
  /** The version that it follows; none where it is new. */
  readonly after: number | undefined;
}

/**
 * Writes all in one transaction, each resource validated.
 * @throws Problem version-conflict where one of them was changed meanwhile
 */
export async function writeAll(
  store: ScopedStore,
  all: readonly ToWrite[],
  within?: (tx: Sql, written: readonly Written[]) => Promise<void>,
): Promise<void> {
  const entry = all.map(({ resource, after }) => ({
    fullUrl: `${resource.resourceType}/${resource.id}`,
    resource,
    request: {
      method: 'PUT',
      url: `${resource.resourceType}/${resource.id}`,
      ...(after === undefined ? {} : { ifMatch: `W/"${after}"` }),
    },
  }));
  await store.bundle({ bundle: { resourceType: 'Bundle', type: 'transaction', entry }, ...(within ? { within } : {}) });
}
