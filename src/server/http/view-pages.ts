import type { FastifyRequest } from 'fastify';
import { isObject, parseJson, parseLocalReference, patientsOf, type Resource } from '../../fhir/index.ts';
import type { View, ViewRow } from '../../fhir/views/index.ts';
import type { TablePage } from '../../platform/views/index.ts';
import { seesAll } from '../../security/access/index.ts';
import type { ScopedStore, SearchEntry } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { auditExport } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import type { RunQuestion } from './view-parameters.ts';

/** Rows, a page at a time. */
export type RowPages = AsyncIterable<readonly ViewRow[]>;

interface Run {
  readonly view: View;
  readonly question: RunQuestion;
  /** The definition as it is kept here, if it is. */
  readonly kept: { readonly id: string; readonly version: number } | undefined;
}

type Audit = (shown: readonly Shown[]) => Promise<void>;
type Shown = Pick<SearchEntry, 'type' | 'id' | 'resident'> & { readonly body: string | undefined };

/**
 * The rows that are asked for: of resources that came along, of the table where one is kept, is up to date and everything
 * in it may be seen, else of the resources in the scope. What is shown is entered in the audit log before it is handed on.
 */
export async function rowPages(platform: Platform, request: FastifyRequest, { view, question, kept }: Run): Promise<RowPages> {
  const { scope } = subjectOf(request);
  const store = platform.store.as(scope);
  const patients = await patientsFor(store, question);
  if (question.resources) return fromResources(view, question, patients, question.resources);
  const audit: Audit = (shown) => auditExport(platform, request, view.resource, shown);
  const { since, limit } = question;
  const isWhole = patients === undefined && since === undefined && limit === undefined;
  const { settings, store: all } = platform;
  const wanted = { division: settings.division, type: view.resource, in: all.catalogue.databasesOf(view.resource) };
  const table = kept && isWhole && seesAll(scope, wanted) ? await platform.views.readFresh(kept.id, kept.version) : undefined;
  return table
    ? fromTable(view, table, audit)
    : fromStore(view, question, store.scan({ type: view.resource, patients, since }), audit);
}

async function* fromResources(
  view: View,
  { since }: RunQuestion,
  patients: readonly string[] | undefined,
  resources: readonly unknown[],
): RowPages {
  const isWanted = (resource: Resource) =>
    (patients === undefined || patientsOf(resource).some((id) => patients.includes(id))) &&
    (since === undefined || Date.parse(resource.meta?.lastUpdated ?? '') >= Date.parse(since));
  for (const resource of resources) if (isWanted(resource as Resource)) yield view.rows(resource);
}

async function* fromStore(
  view: View,
  { limit = Number.POSITIVE_INFINITY }: RunQuestion,
  pages: AsyncIterable<readonly SearchEntry[]>,
  audit: Audit,
): RowPages {
  let left = limit;
  for await (const page of pages) {
    const rows: ViewRow[] = [];
    const shown: SearchEntry[] = [];
    for (const entry of page) {
      if (rows.length >= left) break;
      const found = view.rows(parseJson(entry.body));
      for (const row of found) rows.push(row);
      if (found.length > 0) shown.push(entry);
    }
    left -= rows.length;
    await audit(shown);
    yield rows;
    if (left <= 0) return;
  }
}

async function* fromTable({ resource: type }: View, pages: AsyncIterable<TablePage>, audit: Audit): RowPages {
  for await (const { rows, shown } of pages) {
    await audit(shown.flatMap(({ id, residents }) => residents.map((resident) => ({ type, id, resident, body: undefined }))));
    yield rows;
  }
}

/** Those whose records are wanted: named, members of a group that is named, or both at once. Undefined: everybody. */
async function patientsFor(store: ScopedStore, { patients, groups }: RunQuestion): Promise<readonly string[] | undefined> {
  if (!groups) return patients;
  const members = new Set<string>();
  for (const id of groups) for (const member of membersIn(parseJson((await store.read('Group', id)).body))) members.add(member);
  return patients ? patients.filter((id) => members.has(id)) : [...members];
}

function membersIn(group: unknown): string[] {
  const members = isObject(group) && Array.isArray(group['member']) ? group['member'].filter(isObject) : [];
  return members.flatMap(({ entity, inactive }) => {
    const reference = isObject(entity) ? entity['reference'] : undefined;
    const local = typeof reference === 'string' ? parseLocalReference(reference) : undefined;
    return local?.type === 'Patient' && inactive !== true ? [local.id] : [];
  });
}
