import type { CryptoKey } from 'jose';
import type { IdentifierValue, KnownResident } from '../../databases/population/index.ts';
import { type OperationOutcome, Problem } from '../../kernel/index.ts';
import type { Actor, AuditLog } from '../../security/audit/index.ts';
import type { Scope, Store } from '../../store/index.ts';
import type { Directory } from '../directory/index.ts';
import { type Located, locateResident, strongIdentifiers } from '../resident-index/index.ts';
import { type Answer, splitAnswer, toDisagreementOutcome, toMissingOutcome } from './answer.ts';
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
  /** A resident who is known here already, under whatever numbers. */
  readonly resident?: KnownResident | undefined;
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
export async function countryRecord(options: RecordOptions, question: RecordQuestion): Promise<string> {
  const { store, audit, directory, division } = options;
  const { own, disagreeing } = await locateHere(options, question);
  const stamp = stampWith(division, directory.find(division)?.name ?? { zh: division, en: division }, store.catalogue);
  const [remote, ...ownLines] = await Promise.all([
    askOthers(options, question, own),
    ...own.map(({ patient }) => recordLines(store.as(question.scope), patient, stamp)),
  ]);
  const { resources, missing } = remote;
  await audit.record(question.actor, ownActs(own, ownLines, resources.length, division));
  const all = [...ownLines.flat(), ...resources];
  if (all.length === 0 && missing.length === 0)
    throw new Problem('resident-unknown', 'No platform knows a resident under this number');
  // the platforms above know of the records here too: the same one may be counted at both
  const leftOut = Math.max(disagreeing, remote.disagreeing);
  const outcomes = [
    ...(missing.length > 0 ? [toMissingOutcome(missing, (code) => directory.find(code)?.name.zh ?? code)] : []),
    ...(leftOut > 0 ? [toDisagreementOutcome(leftOut)] : []),
  ];
  return toBundle(all, outcomes, options);
}

/** The resident's Patients at this platform; the one that was named comes first. */
async function locateHere({ store, division }: RecordOptions, { identifiers, resident }: RecordQuestion) {
  const { found, disagreeing } = await locateResident(store.database.sql, division, identifiers, resident);
  const named = resident ? [{ ...resident, home: division, patient: resident.id }] : [];
  const others = found.filter(({ home, patient }) => home === division && patient !== resident?.id);
  return { own: [...named, ...others] satisfies Located[], disagreeing };
}

/** What all other platforms have; a resident without any number is known to none of them. */
async function askOthers(
  { router, key, division }: RecordOptions,
  { identifiers, actor: { id, name, role, purpose, requestId } }: RecordQuestion,
  own: readonly Located[],
): Promise<Answer> {
  const asked = distinct([...identifiers, ...own.flatMap((one) => strongIdentifiers(one.identifiers))]).slice(0, 20);
  if (asked.length === 0) return { resources: [], missing: [], disagreeing: 0 };
  const [first] = own;
  const like = first && { sex: first.sex, ...(first.birthDate ? { birthDate: first.birthDate } : {}) };
  const who = { division, actor: id, actorName: name, role, purpose, requestId };
  const warrant = { ...who, identifiers: asked, ...(like ? { like } : {}) };
  const known = own.map(({ patient }) => patient).slice(0, 50);
  return splitAnswer(await router.route(await makeRequest(key, warrant, BUDGET_MS, known), warrant));
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
