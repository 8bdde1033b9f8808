import { Problem, toOperationOutcome } from '../../kernel/index.ts';
import type { Change, Outcome, Written } from '../change.ts';
import type { SearchEntry } from '../search/entry.ts';
import type { BundleEntry } from './entries.ts';
import type { Planned } from './plan.ts';

/** A resource by its name. */
export interface Named {
  readonly type: string;
  readonly id: string;
}

interface Version {
  readonly version: number;
  /** ISO instant. */
  readonly updatedAt: string;
}

/** By `Type/id`. */
export type Versions = ReadonlyMap<string, Version>;

/** Answer to a GET entry: the resource as JSON text, what it shows, and its version. */
export interface Shown {
  readonly text: string;
  readonly shown: SearchEntry;
  readonly version: Version;
}

/** Answer to a question. */
export interface Told {
  /** HTTP status, below 400. */
  readonly status: number;
  /** A resource as JSON text. */
  readonly text: string | undefined;
  readonly etag?: string | undefined;
  /** ISO instant. */
  readonly lastModified?: string | undefined;
  /** Called before it is shown, when all is durable: the audit entry. */
  confirm(): Promise<void>;
}

type Plans = ReadonlyMap<BundleEntry, Planned | Problem>;

/** Response entries as JSON text. https://hl7.org/fhir/R4/http.html#transaction-response */
export function respond(planned: Plans, outcomes: readonly Outcome[], versions: Versions): (entry: BundleEntry) => string {
  const byName = outcomesByName(planned, outcomes);
  return (entry) => {
    const plan = planned.get(entry);
    if (!plan) throw new Error('every entry was planned');
    if (plan instanceof Problem) return respondProblem(plan);
    if (plan.kind === 'nothing') return NO_CONTENT;
    const outcome = byName.get(plan.kind === 'matched' ? `${plan.type}/${plan.id}` : nameOf(plan.change));
    if (outcome instanceof Problem) return respondProblem(outcome);
    if (plan.kind === 'matched') return respondMatched(plan, outcome ?? versions.get(`${plan.type}/${plan.id}`));
    if (!outcome) throw new Error('every change has an outcome');
    return respondWritten(outcome);
  };
}

function outcomesByName(planned: Plans, outcomes: readonly Outcome[]): ReadonlyMap<string, Outcome> {
  const changes = [...planned.values()].flatMap((one) => (one instanceof Problem || one.kind !== 'change' ? [] : [one.change]));
  return new Map(changes.flatMap((change, index) => (outcomes[index] ? [[nameOf(change), outcomes[index]] as const] : [])));
}

/** What conditions found that was there before: its version is not among the outcomes. */
export function matchedIn(planned: Plans, outcomes: readonly Outcome[]): readonly Named[] {
  const matched = [...planned.values()].flatMap((one) => (!(one instanceof Problem) && one.kind === 'matched' ? [one] : []));
  if (matched.length === 0) return [];
  const byName = outcomesByName(planned, outcomes);
  return matched.filter(({ type, id }) => !byName.has(`${type}/${id}`));
}

export function respondProblem(problem: Problem): string {
  return JSON.stringify({ response: { status: String(problem.status), outcome: toOperationOutcome(problem) } });
}

/** An empty list is not allowed in FHIR JSON. */
export const toResponse = (kind: string, entries: readonly string[]): string =>
  `{"resourceType":"Bundle","type":"${kind}-response"${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`;

const NO_CONTENT = JSON.stringify({ response: { status: '204' } });

const headersOf = ({ version, updatedAt }: Version) => ({ etag: `W/"${version}"`, lastModified: updatedAt });

function respondWritten({ action, row, body, ...version }: Written): string {
  if (body === undefined)
    return action === 'none' ? NO_CONTENT : JSON.stringify({ response: { status: '204', ...headersOf(version) } });
  const status = action === 'create' ? '201' : '200';
  const location = `${row.type}/${row.id}/_history/${version.version}`;
  return JSON.stringify({ response: { status, location, ...headersOf(version) } });
}

function respondMatched({ type, id }: Named, version: Version | undefined): string {
  const location = version ? `${type}/${id}/_history/${version.version}` : `${type}/${id}`;
  return JSON.stringify({ response: { status: '200', location, ...(version ? headersOf(version) : {}) } });
}

/** https://hl7.org/fhir/R4/http.html#cread: what the caller has is not sent again. HEAD is a GET without the content. */
export function respondRead(entry: BundleEntry, { text, version }: Shown): string {
  const isKnown = isKnownTo(entry, version);
  const response = { status: isKnown ? '304' : '200', ...headersOf(version) };
  return isKnown || entry.method === 'HEAD'
    ? JSON.stringify({ response })
    : `{"resource":${text},"response":${JSON.stringify(response)}}`;
}

/** As it was answered to the same request made alone. */
export function respondTold({ method }: BundleEntry, { status, text, etag, lastModified }: Told): string {
  const response = JSON.stringify({ response: { status: String(status), etag, lastModified } });
  return text === undefined || method === 'HEAD' ? response : `{"resource":${text},${response.slice(1)}`;
}

/** If-None-Match decides alone where it is given. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 */
function isKnownTo({ ifNoneMatch, ifModifiedSince }: BundleEntry, { version, updatedAt }: Version): boolean {
  if (ifNoneMatch !== undefined)
    return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === `"${version}"`);
  return ifModifiedSince !== undefined && Math.floor(Date.parse(updatedAt) / 1000) <= Math.floor(ifModifiedSince / 1000);
}

const nameOf = (change: Change): string =>
  change.kind === 'delete' ? `${change.type}/${change.id}` : `${change.resource.resourceType}/${change.resource.id}`;
