import type { CryptoKey } from 'jose';
import type { IdentifierValue } from '../../databases/population/index.ts';
import { type OperationOutcome, Problem } from '../../kernel/index.ts';
import type { Actor, AuditLog } from '../../security/audit/index.ts';
import type { Scope, Store } from '../../store/index.ts';
import type { Directory } from '../directory/index.ts';
import { locateResident, strongIdentifiers } from '../resident-index/index.ts';
import { splitAnswer, toDisagreementOutcome, toMissingOutcome } from './answer.ts';
import type { Router } from './router.ts';
import { recordLines, stampWith } from './serve.ts';
import { makeRequest } from './warrant.ts';

export interface RecordOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly router: Router;
  readonly directory: Directory;
  readonly key: CryptoKey;
  /** Division of this platform. */
  readonly division: string;
  /** Public address of this platform, for the fullUrl of its own entries. */
  readonly url: string;
}

export interface RecordQuestion {
  readonly identifiers: readonly IdentifierValue[];
  readonly actor: Actor;
  readonly scope: Scope;
}

const BUDGET_MS = 2500;

/**
 * The country-wide record of a resident: what this platform holds and what every other holds, one Bundle. Takes at most
 * some 2.6 s; what did not come by then is named in an OperationOutcome entry.
 * @returns the Bundle as JSON text
 * @throws Problem resident-unknown where every platform answered and none knows the resident
 */
export async function countryRecord(options: RecordOptions, { identifiers, actor, scope }: RecordQuestion): Promise<string> {
  const { store, audit, router, directory, key, division } = options;
  const local = await locateResident(store.database.sql, division, identifiers);
  const own = local.found.filter(({ home }) => home === division);
  const asked = distinct([...identifiers, ...own.flatMap((resident) => strongIdentifiers(resident.identifiers))]).slice(0, 20);
  const { id, name, role, purpose, requestId } = actor;
  const warrant = { division, actor: id, actorName: name, role, purpose, requestId, identifiers: asked };
  const request = await makeRequest(key, warrant, BUDGET_MS);
  const stamp = stampWith(division, directory.find(division)?.name ?? { zh: division, en: division }, store.catalogue);
  const [remote, ...ownLines] = await Promise.all([
    router.route(request, warrant),
    ...own.map(({ patient }) => recordLines(store.as(scope), patient, stamp)),
  ]);
  const { resources, missing } = splitAnswer(remote);
  await audit.record(actor, ownActs(own, ownLines, resources.length, division));
  const all = [...ownLines.flat(), ...resources];
  if (all.length === 0 && missing.length === 0)
    throw new Problem('resident-unknown', 'No platform knows a resident under this number');
  const outcomes = [
    ...(missing.length > 0 ? [toMissingOutcome(missing, (code) => directory.find(code)?.name.zh ?? code)] : []),
    ...(local.disagreeing > 0 ? [toDisagreementOutcome(local.disagreeing)] : []),
  ];
  return toBundle(all, outcomes, options);
}

function ownActs(
  own: readonly { patient: string; place: string }[],
  lines: readonly string[][],
  remote: number,
  division: string,
) {
  const act = { action: 'record' as const, what: 'Patient/$record' };
  if (own.length === 0) return [{ ...act, count: remote, resident: undefined, place: division }];
  return own.map(({ patient, place }, index) => ({
    ...act,
    count: (lines[index]?.length ?? 0) + (index === 0 ? remote : 0),
    resident: patient,
    place,
  }));
}

const HEAD = /^\{"resourceType":"([A-Za-z]+)","id":"([A-Za-z0-9\-.]+)"/;
const SOURCE = /"source":"urn:minkang:platform:(\d{6})"/;

function toBundle(lines: readonly string[], outcomes: readonly OperationOutcome[], { directory, url }: RecordOptions): string {
  const entries = lines.map((line) => {
    const [, type, id] = HEAD.exec(line) ?? [];
    const base = directory.find(SOURCE.exec(line)?.[1] ?? '')?.url ?? url;
    return type && id ? `{"fullUrl":"${base}/fhir/${type}/${id}","resource":${line}}` : `{"resource":${line}}`;
  });
  const all = [...entries, ...outcomes.map((outcome) => JSON.stringify({ resource: outcome }))];
  return `{"resourceType":"Bundle","type":"collection","timestamp":"${new Date().toISOString()}","entry":[${all.join(',')}]}`;
}

function distinct(identifiers: readonly IdentifierValue[]): IdentifierValue[] {
  return [...new Map(identifiers.map(({ system, value }) => [`${system}|${value}`, { system, value }])).values()];
}
