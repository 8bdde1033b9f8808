import { parseJson, type Resource, type Subset, subsetOf } from '../../fhir/index.ts';
import { PROBLEM_SYSTEM } from '../../kernel/index.ts';
import {
  type Everything,
  type Included,
  MAX_INCLUDED,
  type SearchQuery,
  type SearchResult,
  type Stored,
} from '../../store/index.ts';
import type { Platform } from '../platform.ts';

/** Bundles are put together as text: what is stored is not parsed to be sent. */
const entry = (base: string, type: string, id: string, body: string, rest: string) =>
  `{"fullUrl":"${base}/${type}/${id}","resource":${body}${rest}}`;

const link = (relation: string, url: string) => JSON.stringify({ relation, url });

const fhirOf = ({ settings }: Platform) => `${settings.url}/fhir`;

export const bundleOf = (type: string, entries: readonly object[]) => ({ resourceType: 'Bundle', type, entry: entries });

/** https://hl7.org/fhir/R4/http.html#search: self link with what was understood, next link, what was left out as a warning. */
export function searchBundle(
  platform: Platform,
  path: string,
  query: SearchQuery,
  { entries, included, total, next }: SearchResult & { readonly included: Included },
): string {
  const base = fhirOf(platform);
  const address = (extra: readonly (readonly [string, string])[]) => {
    const parameters = new URLSearchParams(
      [...query.understood, ...extra].map(([name, value]): [string, string] => [name, value]),
    ).toString();
    return `${base}/${path}${parameters ? `?${parameters}` : ''}`;
  };
  const links = [link('self', address([])), ...(next ? [link('next', address([['_cursor', next]]))] : [])];
  const toEntry = (mode: 'match' | 'include') => (one: { type: string; id: string; body: string }) =>
    entry(base, one.type, one.id, shown(one.body, query.subset), `,"search":{"mode":"${mode}"}`);
  const all = [...entries.map(toEntry('match')), ...included.entries.map(toEntry('include')), ...warningsOf(query, included)];
  const count = total === undefined ? '' : `"total":${total},`;
  return `{"resourceType":"Bundle","type":"searchset",${count}"link":[${links.join(',')}]${listOf(all)}}`;
}

const shown = (body: string, subset: Subset | undefined): string =>
  subset ? JSON.stringify(subsetOf(parseJson(body) as Resource, subset)) : body;

function warningsOf({ ignored }: SearchQuery, { isCut }: Included): string[] {
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

export function everythingBundle(platform: Platform, patientId: string, count: number, { entries, next }: Everything): string {
  const base = fhirOf(platform);
  const address = `${base}/Patient/${patientId}/$everything?_count=${count}`;
  const links = [link('self', address), ...(next ? [link('next', `${address}&_cursor=${next}`)] : [])];
  const all = entries.map(({ type, id, body }) => entry(base, type, id, body, ',"search":{"mode":"match"}'));
  return `{"resourceType":"Bundle","type":"searchset","link":[${links.join(',')}]${listOf(all)}}`;
}

export function historyBundle(platform: Platform, type: string, id: string, versions: readonly Stored[], count: number): string {
  const base = fhirOf(platform);
  const address = `${base}/${type}/${id}/_history?_count=${count}`;
  const shown = versions.slice(0, count);
  const last = versions.length > count ? shown.at(-1) : undefined;
  const links = [link('self', address), ...(last ? [link('next', `${address}&_before=${last.version}`)] : [])];
  const entries = shown.map(({ version, updatedAt, body }) => {
    const method = body === undefined ? 'DELETE' : version === 1 ? 'POST' : 'PUT';
    const request = JSON.stringify({ method, url: version === 1 ? type : `${type}/${id}` });
    const response = JSON.stringify({
      status: body === undefined ? '204' : version === 1 ? '201' : '200',
      etag: `W/"${version}"`,
      lastModified: updatedAt,
    });
    const resource = body === undefined ? '' : `"resource":${body},`;
    return `{"fullUrl":"${base}/${type}/${id}",${resource}"request":${request},"response":${response}}`;
  });
  return `{"resourceType":"Bundle","type":"history","link":[${links.join(',')}]${listOf(entries)}}`;
}

/** An empty list is not allowed in FHIR JSON. */
const listOf = (entries: readonly string[]) => (entries.length > 0 ? `,"entry":[${entries.join(',')}]` : '');
