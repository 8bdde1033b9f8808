import { type Coding, parseJson, type Resource } from '../../fhir/index.ts';
import type { Bilingual } from '../../kernel/index.ts';
import { givenScope } from '../../security/access/index.ts';
import type { Actor, AuditLog } from '../../security/audit/index.ts';
import { bilingualCoding } from '../../standards/index.ts';
import type { Catalogue, ScopedStore, Store } from '../../store/index.ts';
import { joinLines, missingLine } from './answer.ts';
import type { ServeRecord } from './router.ts';

const PAGE = 1000;

export interface ServeOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly division: string;
  readonly name: Bilingual;
}

/** All resources of one Patient as lines of JSON, each stamped with the platform and database that it comes from. */
export async function recordLines(
  scoped: ScopedStore,
  patientId: string,
  stamp: (resource: Resource) => Resource,
): Promise<string[]> {
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await scoped.everything(patientId, PAGE, cursor);
    for (const { body } of page.entries) lines.push(JSON.stringify(stamp(parseJson(body) as Resource)));
    cursor = page.next;
  } while (cursor);
  return lines;
}

const DATABASE_TAG = 'urn:minkang:database';
const PLATFORM_TAG = 'urn:minkang:platform';

/** Where a resource comes from: `meta.source` and two tags; an earlier source is kept as a tag. */
export function stampWith(division: string, name: Bilingual, catalogue: Catalogue): (resource: Resource) => Resource {
  return (resource) => {
    const { source, tag = [], ...meta } = resource.meta ?? {};
    const tags: Coding[] = [
      ...tag,
      { system: DATABASE_TAG, code: catalogue.databaseOf(resource).replaceAll('_', '-') },
      bilingualCoding(PLATFORM_TAG, division, name),
      ...(source ? [{ system: 'urn:minkang:source', code: source }] : []),
    ];
    return { ...resource, meta: { ...meta, source: `urn:minkang:platform:${division}`, tag: tags } };
  };
}

/** Answers other platforms from the own store, under the own decision, with an entry in the own audit log. */
export function serveFrom({ store, audit, division, name }: ServeOptions): ServeRecord {
  const stamp = stampWith(division, name, store.catalogue);
  return async (patients, warrant) => {
    const actor: Actor = {
      id: warrant.actor,
      name: warrant.actorName,
      role: warrant.role,
      from: warrant.division,
      purpose: warrant.purpose,
      requestId: warrant.requestId,
    };
    const scope = givenScope(warrant);
    const lines = scope
      ? await Promise.all(patients.map((id) => recordLines(store.as(scope), id, stamp)))
      : patients.map(() => []);
    const acts = patients.map((resident, index) => ({
      action: 'record' as const,
      what: 'Patient/$record',
      count: lines[index]?.length ?? 0,
      resident,
      place: division,
      outcome: scope ? ('success' as const) : ('refused' as const),
    }));
    await audit.record(actor, acts);
    return scope ? joinLines(lines.flat()) : missingLine({ platform: division, home: division, code: 'right-missing' });
  };
}
