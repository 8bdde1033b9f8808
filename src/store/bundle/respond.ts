import { Problem, toOperationOutcome } from '../../kernel/index.ts';
import type { Change, Outcome, Written } from '../change.ts';
import type { BundleEntry } from './entries.ts';
import type { Planned } from './plan.ts';

/** Response entries as JSON text. https://hl7.org/fhir/R4/http.html#transaction-response */
export function respond(
  planned: ReadonlyMap<BundleEntry, Planned | Problem>,
  outcomes: readonly Outcome[],
): (entry: BundleEntry) => string {
  const changes = [...planned.values()].flatMap((one) => (one instanceof Problem || one.kind !== 'change' ? [] : [one.change]));
  const byName = new Map(
    changes.flatMap((change, index) => (outcomes[index] ? [[nameOf(change), outcomes[index]] as const] : [])),
  );
  return (entry) => {
    const plan = planned.get(entry);
    if (!plan) throw new Error('every entry was planned');
    if (plan instanceof Problem) return respondProblem(plan);
    if (plan.kind === 'nothing') return NO_CONTENT;
    const outcome = byName.get(plan.kind === 'matched' ? `${plan.type}/${plan.id}` : nameOf(plan.change));
    if (outcome instanceof Problem) return respondProblem(outcome);
    if (plan.kind === 'matched') return JSON.stringify({ response: { status: '200', location: `${plan.type}/${plan.id}` } });
    if (!outcome) throw new Error('every change has an outcome');
    return respondWritten(outcome);
  };
}

export function respondProblem(problem: Problem): string {
  return JSON.stringify({ response: { status: String(problem.status), outcome: toOperationOutcome(problem) } });
}

/** An empty list is not allowed in FHIR JSON. */
export const toResponse = (kind: string, entries: readonly string[]): string =>
  `{"resourceType":"Bundle","type":"${kind}-response"${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`;

const NO_CONTENT = JSON.stringify({ response: { status: '204' } });

function respondWritten({ action, row, version, updatedAt, body }: Written): string {
  if (body === undefined) return NO_CONTENT;
  const status = action === 'create' ? '201' : '200';
  const location = `${row.type}/${row.id}/_history/${version}`;
  return JSON.stringify({ response: { status, location, etag: `W/"${version}"`, lastModified: updatedAt } });
}

const nameOf = (change: Change): string =>
  change.kind === 'delete' ? `${change.type}/${change.id}` : `${change.resource.resourceType}/${change.resource.id}`;
