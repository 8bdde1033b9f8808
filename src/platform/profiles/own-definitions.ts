import type { Resource } from '../../fhir/index.ts';
import { ownDefinitions } from '../../standards/index.ts';
import { type Store, wholePlatform } from '../../store/index.ts';

/** Puts the definitions that come with the program into the store, where everybody finds them; no new version where they are. */
export async function keepOwnDefinitions(store: Store): Promise<void> {
  const changes = ownDefinitions.map(
    (resource) => ({ kind: 'put', resource: resource as Resource & { readonly id: string } }) as const,
  );
  await store.as(wholePlatform).commit(changes, { atomic: true });
}
