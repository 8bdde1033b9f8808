import type { Subset } from '../../fhir/index.ts';
import { isOwnId, PROBLEM_SYSTEM } from '../../kernel/index.ts';
import {
  type Everything,
  type HistoryEntry,
  type HistoryPage,
  type Included,
  MAX_INCLUDED,
  type SearchResult,
} from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { shown } from './fhir-reply.ts';

/** Bundles are put together as text: what is stored is not parsed to be sent. */
const entry = (base: string, type: string, id: string, body: string, rest: string) =>
  `{"fullUrl":"${base}/${type}/${id}","resource":${body}${rest}}`;

const link = (relation: string, url: string) => JSON.stringify({ relation, url });

export const fhirOf = ({ settings }: Platform) => `${settings.url}/fhir`;

export const bundleOf = (type: string, entries: readonly object[]) => ({ resourceType: 'Bundle', type, entry: entries });

/** What a page of a search is made of. */
export interface SearchPage {
  readonly result: SearchResult & { readonly included: Included };
  readonly self: string;
  readonly next: string | undefined;
  /** Names of parameters that were not understood. */
  readonly ignored: readonly string[];
  /** Which part of a resource of a type is wanted. */
  subsetOf(type: string): Subset | undefined;
}

/** https://hl7.org/fhir/R4/http.html#search: self link with what was understood, next link, what was left out as a warning. */
export function searchBundle(platform: Platform, { result, self, next, ignored, subsetOf }: SearchPage): string {
  const base = fhirOf(platform);
  const { entries, included, total } = result;
  const links = [link('self', self), ...(next ? [link('next', next)] : [])];
  const toEntry = (mode: 'match' | 'include') => (one: { type: string; id: string; body: string }) =>
    entry(base, one.type, one.id, shown(one.body, subsetOf(one.type)), `,"search":{"mode":"${mode}"}`);
  const all = [...entries.map(toEntry('match')), ...included.entries.map(toEntry('include')), ...warningsOf(ignored, included)];
  const count = total === undefined ? '' : `"total":${total},`;
  return `{"resourceType":"Bundle","type":"searchset",${count}"link":[${links.join(',')}]${listOf(all)}}`;
}

function warningsOf(ignored: readonly string[], { isCut }: Included): string[] {
  const issues = [
    ...ignored.map((name) => warning('not-supported', 'parameter-unsupported', 'The search parameter was ignored', name)),
    ...(isCut
      ? [warning('too-costly', 'too-large', 'Not all that was to be included is here', `at most ${MAX_INCLUDED} a page`)]
      : []),
  ];
  if (issues.length === 0) return [];
  return [`{"resource":${JSON.stringify({ resourceType: 'OperationOutcome', issue: issues })},"search":{"mode":"outcome"}}`];
}

const warning = (code: string, problem: string, text: string, diagnostics: string) => ({
  severity: 'warning',
  code,
  details: { coding: [{ system: PROBLEM_SYSTEM, code: problem }], text },
  diagnostics,
});

export function everythingBundle(
  platform: Platform,
  path: string,
  given: readonly (readonly [string, string])[],
  { entries, next }: Everything,
): string {
  const base = fhirOf(platform);
  const all = entries.map(({ type, id, body }) => entry(base, type, id, body, ',"search":{"mode":"match"}'));
  return `{"resourceType":"Bundle","type":"searchset","link":[${linksOf(base, path, given, next).join(',')}]${listOf(all)}}`;
}

/** @param path below /fhir @param given parameters of the list itself */
export function historyBundle(
  platform: Platform,
  path: string,
  given: readonly (readonly [string, string])[],
  { entries, next }: HistoryPage,
): string {
  const base = fhirOf(platform);
  const links = linksOf(base, path, given, next);
  return `{"resourceType":"Bundle","type":"history","link":[${links.join(',')}]${listOf(entries.map((one) => versionEntry(base, one)))}}`;
}

/**
 * What was done and what came of it. Who chose the id of a first version is not kept: its shape tells. An id of our own shape
 * that came by PUT, as from another platform, is told as POST. https://hl7.org/fhir/R4/http.html#history
 */
function versionEntry(base: string, { type, id, version, updatedAt, body, isNew }: HistoryEntry): string {
  const method = body === undefined ? 'DELETE' : version === 1 && isOwnId(id) ? 'POST' : 'PUT';
  const status = body === undefined ? '204' : isNew ? '201' : '200';
  const request = JSON.stringify({ method, url: method === 'POST' ? type : `${type}/${id}` });
  const response = JSON.stringify({ status, etag: `W/"${version}"`, lastModified: updatedAt });
  const resource = body === undefined ? '' : `"resource":${body},`;
  return `{"fullUrl":"${base}/${type}/${id}",${resource}"request":${request},"response":${response}}`;
}

function linksOf(base: string, path: string, given: readonly (readonly [string, string])[], next: string | undefined): string[] {
  const self = link('self', addressOf(base, path, given));
  return next ? [self, link('next', addressOf(base, path, [...given, ['_cursor', next]]))] : [self];
}

/** An address below /fhir. */
export function addressOf(base: string, path: string, parameters: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
  return `${base}${path ? `/${path}` : ''}${query ? `?${query}` : ''}`;
}

/** An empty list is not allowed in FHIR JSON. */
const listOf = (entries: readonly string[]) => (entries.length > 0 ? `,"entry":[${entries.join(',')}]` : '');
