import { createHash } from 'node:crypto';
import { parseJson } from '../../../fhir/index.ts';
import { impossible, refuseFaults } from '../../../forms/index.ts';
import { newIdBeside, Problem } from '../../../kernel/index.ts';
import { ADVERSE_EVENT } from '../../../standards/index.ts';
import { parseSearch, type ScopedStore, type Sql, type Written, writeAll } from '../../../store/index.ts';
import type { AdverseEventOutcome, AdverseEventState, Causality } from './contract.ts';
import {
  type Identified,
  type Report,
  readAdverseEvent,
  toAdverseEvent,
  withConclusion,
  withOutcome,
  withRemark,
} from './resource.ts';
import { classes } from './rules.ts';

export interface Reporting {
  readonly store: ScopedStore;
  readonly now: Date;
  readonly by: { readonly id: string; readonly name: string };
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

export type ReportAsked = Omit<Report, 'id' | 'resident' | 'reported' | 'by'> & {
  /** Key of the request: a repeat reports nothing. */
  readonly request: string;
};

/**
 * Reports a suspected adverse event after a dose.
 * @returns AdverseEvent id
 * @throws Problem resource-unknown where there is no such dose; data-invalid where the instants do not follow one another
 */
export async function reportAdverseEvent({ store, now, by, within }: Reporting, asked: ReportAsked): Promise<string> {
  const immunization = parseJson((await store.read('Immunization', asked.immunization)).body) as Identified;
  const patient = immunization['patient'] as { readonly reference?: string } | undefined;
  const resident = String(patient?.reference ?? '').replace(/^Patient\//, '');
  const given = String(immunization['occurrenceDateTime'] ?? '');
  const reported = now.toISOString();
  const isDay = !given.includes('T');
  refuseFaults(
    [
      ...(isBefore(asked.onset, isDay ? `${given}T00:00:00+08:00` : given)
        ? [impossible('onset', '发生时间早于接种', 'It began before the dose')]
        : []),
      ...(isBefore(asked.found, asked.onset)
        ? [impossible('found', '发现时间早于发生时间', 'It was found before it began')]
        : []),
      ...(isBefore(reported, asked.found) ? [impossible('found', '发现时间晚于现在', 'It has not been found yet')] : []),
    ],
    [],
  );
  const seed = createHash('sha256').update(asked.request).digest();
  const id = newIdBeside(resident, (length) => seed.subarray(0, length));
  const known = await store.read('AdverseEvent', id).catch((thrown: unknown) => {
    if (thrown instanceof Problem && thrown.code === 'resource-unknown') return undefined;
    throw thrown;
  });
  if (known) return id;
  const { request: _request, ...report } = asked;
  await writeAll(store, [{ resource: toAdverseEvent({ ...report, id, resident, reported, by }), after: undefined }], within);
  return id;
}

const isBefore = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);

export type Step =
  | { readonly kind: 'investigation'; readonly text: string }
  | { readonly kind: 'conclusion'; readonly text: string; readonly class: string; readonly causality: Causality }
  | { readonly kind: 'closing'; readonly text: string; readonly outcome: AdverseEventOutcome };

const FROM: Readonly<Record<Step['kind'], AdverseEventState>> = {
  investigation: 'reported',
  conclusion: 'investigated',
  closing: 'concluded',
};

/**
 * Takes a reported event a step on: investigated, concluded, closed.
 * @throws Problem visit-conflict where it is at another step; version-conflict where somebody was faster
 */
export async function stepAdverseEvent({ store, now, by, within }: Reporting, id: string, step: Step): Promise<void> {
  const { body, version } = await store.read('AdverseEvent', id);
  const event = parseJson(body) as Identified;
  if (readAdverseEvent(event, undefined, { name: '' }).state !== FROM[step.kind])
    throw new Problem('visit-conflict', 'The event is at another step', { at: 'kind' });
  if (step.kind === 'conclusion' && !Object.hasOwn(classes, step.class))
    throw new Problem('data-invalid', 'No such class', {
      at: 'class',
      faults: [impossible('class', '没有该分类', 'No such class')],
    });
  const remarked = withRemark(event, step.kind, { text: step.text, by: by.name, at: now.toISOString() });
  const resource =
    step.kind === 'conclusion'
      ? withConclusion(remarked, step.class, step.causality)
      : step.kind === 'closing'
        ? withOutcome(remarked, step.outcome)
        : remarked;
  await writeAll(store, [{ resource, after: version }], within);
}

const MOST_EVENTS = '1000';

/** Reported events that the scope shows, the latest first. */
export async function findAdverseEvents(store: ScopedStore): Promise<Identified[]> {
  const codes = ['reported', ...Object.keys(classes)].map((code) => `${ADVERSE_EVENT}|${code}`).join(',');
  const query = parseSearch(
    'AdverseEvent',
    [
      ['category', codes],
      ['_sort', '-date'],
      ['_count', MOST_EVENTS],
    ],
    true,
  );
  return (await store.search(query)).entries.map(({ body }) => parseJson(body) as Identified);
}
