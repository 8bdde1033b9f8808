import { z } from 'zod';
import {
  type AdverseEvent,
  type AdverseEventWords,
  classes,
  findAdverseEvents,
  immunizationOf,
  readAdverseEvent,
  reportAdverseEvent,
  residentOf,
  stepAdverseEvent,
} from '../../applications/public-health/adverse-events/index.ts';
import { nameOfVaccine, readDose } from '../../applications/public-health/immunization/index.ts';
import { findResidents } from '../../databases/population/index.ts';
import { parseJson, type Resource } from '../../fhir/index.ts';
import type { Bilingual } from '../../kernel/index.ts';
import { parseSearch } from '../../store/index.ts';
import { type Context, operation } from './context.ts';
import { deskOf, recordShown } from './vaccination-desk.ts';

const anId = z.string().min(1).max(64);
const aText = z.string().trim().min(1).max(2000);
const outcome = z.enum(['recovered', 'improved', 'not-recovered', 'sequelae', 'died', 'unknown']);

/** GET /api/vaccination/adverse-events/words */
const adverseEventWordsOperation = operation({
  method: 'GET',
  path: '/vaccination/adverse-events/words',
  title: 'Classes of adverse events after immunisation',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({}),
  run: async (): Promise<AdverseEventWords> => ({ classes: Object.entries(classes).map(([code, name]) => ({ code, name })) }),
});

/** A dose of a resident that may be suspected. */
interface SuspectDose {
  readonly id: string;
  readonly vaccineName: Bilingual;
  readonly on: string;
  readonly lotNumber: string;
}

/** GET /api/residents/:id/doses */
const dosesOperation = operation({
  method: 'GET',
  path: '/residents/:id/doses',
  title: 'Doses on record of a resident',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, ...context }): Promise<readonly SuspectDose[]> {
    const { store } = deskOf(context);
    await store.read('Patient', id);
    const query = parseSearch(
      'Immunization',
      [
        ['patient', id],
        ['status', 'completed'],
        ['_sort', '-date'],
        ['_count', '200'],
      ],
      true,
    );
    const found = (await store.search(query)).entries.map(({ body }) => parseJson(body) as Resource);
    await recordShown(context, 'read', 'Immunization', [id]);
    return found.flatMap((one) => {
      const dose = readDose(one);
      if (!dose?.id) return [];
      return [
        { id: dose.id, vaccineName: nameOfVaccine(dose.vaccine), on: dose.date ?? '', lotNumber: String(one['lotNumber'] ?? '') },
      ];
    });
  },
});

/** GET /api/vaccination/adverse-events */
const adverseEventsOperation = operation({
  method: 'GET',
  path: '/vaccination/adverse-events',
  title: 'Line list of suspected adverse events after immunisation, with their deadlines',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({ state: z.enum(['reported', 'investigated', 'concluded', 'closed']).optional() }),
  async run({ input, ...context }): Promise<readonly AdverseEvent[]> {
    const { store, database } = deskOf(context);
    const events = await findAdverseEvents(store);
    const ids = [...new Set(events.map(residentOf))];
    const people = new Map((await findResidents(database.sql, ids)).map((one) => [one.id, one]));
    const doses = new Map(
      await Promise.all(events.map(async (one) => [immunizationOf(one), await doseOf(context, immunizationOf(one))] as const)),
    );
    await recordShown(context, 'search', 'AdverseEvent', ids);
    return events
      .map((one) => readAdverseEvent(one, doses.get(immunizationOf(one)), people.get(residentOf(one)) ?? { name: '' }))
      .filter(({ state }) => input.state === undefined || state === input.state);
  },
});

const doseOf = async (context: Context, id: string): Promise<Resource | undefined> => {
  const query = parseSearch('Immunization', [['_id', id]], true);
  const [entry] = (await deskOf(context).store.search(query)).entries;
  return entry && (parseJson(entry.body) as Resource);
};

/** POST /api/vaccination/adverse-events */
const reportOperation = operation({
  method: 'POST',
  path: '/vaccination/adverse-events',
  title: 'Reports a suspected adverse event after a dose',
  needs: { right: 'vaccination.write', purpose: 'PUBHLTH' },
  input: z.object({
    request: anId,
    immunization: anId,
    symptoms: aText,
    onset: z.iso.datetime({ offset: true }),
    found: z.iso.datetime({ offset: true }),
    seriousness: z.enum(['not-serious', 'admission', 'life-threatening', 'disability', 'death']),
    isCluster: z.boolean().default(false),
    outcome,
  }),
  async run({ input, ...context }): Promise<{ readonly id: string }> {
    return { id: await reportAdverseEvent(deskOf(context), input) };
  },
});

/** POST /api/vaccination/adverse-events/:event/steps */
const stepOperation = operation({
  method: 'POST',
  path: '/vaccination/adverse-events/:event/steps',
  title: 'Investigates, concludes or closes a reported event',
  needs: { right: 'adverse-event.review', purpose: 'PUBHLTH' },
  input: z
    .object({
      event: anId,
      kind: z.enum(['investigation', 'conclusion', 'closing']),
      text: aText,
      class: z.enum(Object.keys(classes) as [string]).optional(),
      causality: z.enum(['certain', 'probable', 'possible', 'unlikely', 'not-assessable']).optional(),
      outcome: outcome.optional(),
    })
    .refine(
      ({ kind, class: code, causality }) => kind !== 'conclusion' || (code && causality),
      'a conclusion has class and causality',
    )
    .refine(({ kind, outcome: end }) => kind !== 'closing' || end, 'a closing has the outcome'),
  async run({ input, ...context }): Promise<void> {
    const { event, kind, text, class: code = '', causality = 'not-assessable', outcome: end = 'unknown' } = input;
    const step =
      kind === 'conclusion'
        ? ({ kind, text, class: code, causality } as const)
        : kind === 'closing'
          ? ({ kind, text, outcome: end } as const)
          : ({ kind, text } as const);
    await stepAdverseEvent(deskOf(context), event, step);
  },
});

/** Operations of adverse events after immunisation. */
export const adverseEventOperations = [
  adverseEventWordsOperation,
  dosesOperation,
  adverseEventsOperation,
  reportOperation,
  stepOperation,
] as const;
