import { PROBLEM_SYSTEM } from '../../kernel/index.ts';
import type { Everything, SearchQuery, SearchResult, Stored } from '../../store/index.ts';
import type { Platform } from '../platform.ts';

/** Bundles are put together as text: what is stored is not parsed to be sent. */
const entry = (base: string, type: string, id: string, body: string, rest: string) =>
  `{"fullUrl":"${base}/${type}/${id}","resource":${body}${rest}}`;

const link = (relation: string, url: string) => JSON.stringify({ relation, url });

const fhirOf = ({ settings }: Platform) => `${settings.url}/fhir`;

export const bundleOf = (type: string, entries: readonly object[]) => ({ resourceType: 'Bundle', type, entry: entries });

/** https://hl7.org/fhir/R4/http.html#search: self link with what was understood, next link, parameters ignored as a warning. */
export function searchBundle(platform: Platform, query: SearchQuery, { entries, total, next }: SearchResult): string {
  const base = fhirOf(platform);
  const address = (extra: readonly (readonly [string, string])[]) => {
    const parameters = new URLSearchParams(
      [...query.understood, ...extra].map(([name, value]): [string, string] => [name, value]),
    ).toString();
    return `${base}/${query.type}${parameters ? `?${parameters}` : ''}`;
  };
  const links = [link('self', address([])), ...(next ? [link('next', address([['_cursor', next]]))] : [])];
  const matches = entries.map(({ type, id, body }) => entry(base, type, id, body, ',"search":{"mode":"match"}'));
  const warnings = query.ignored.length > 0 ? [ignoredEntry(query.ignored)] : [];
  const count = total === undefined ? '' : `"total":${total},`;
  return `{"resourceType":"Bundle","type":"searchset",${count}"link":[${links.join(',')}]${listOf([...matches, ...warnings])}}`;
}

function ignoredEntry(names: readonly string[]): string {
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: names.map((name) => ({
      severity: 'warning',
      code: 'not-supported',
      details: { coding: [{ system: PROBLEM_SYSTEM, code: 'parameter-unsupported' }], text: 'The search parameter was ignored' },
      diagnostics: name,
    })),
  };
  return `{"resource":${JSON.stringify(outcome)},"search":{"mode":"outcome"}}`;
}

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
