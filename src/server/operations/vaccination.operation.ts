import { z } from 'zod';
import { conditions, vaccineChoices } from '../../applications/public-health/immunization/index.ts';
import type { Workplace } from '../../applications/public-health/vaccination/contract.ts';
import {
  checkVisit,
  findVisits,
  getVisit,
  giveDose,
  leaveVisit,
  pointOfDose,
  registerVisit,
  routes,
  type Session,
  sites,
  takeBackDose,
  type VaccinationWords,
  type VisitDetail,
  visitDetail,
} from '../../applications/public-health/vaccination/index.ts';
import { relations } from '../../standards/index.ts';
import { type Context, operation } from './context.ts';
import { deskOf, recordShown, residentsIn } from './vaccination-desk.ts';
import { requireWorkplace, workplacesOf } from './workplace.ts';

const reads = { right: 'vaccination.read', purpose: 'PUBHLTH' } as const;
const writes = { right: 'vaccination.write', purpose: 'PUBHLTH' } as const;
const anId = z.string().min(1).max(64);
const aText = z.string().max(500);

/** GET /api/vaccination/words */
const wordsOperation = operation({
  method: 'GET',
  path: '/vaccination/words',
  title: 'Vaccines, contraindications, sites and routes in words',
  needs: reads,
  input: z.object({}),
  run: async (): Promise<VaccinationWords> => ({
    vaccines: vaccineChoices(),
    conditions: named(conditions),
    sites: named(sites),
    routes: named(routes),
    relations: relations.all.filter(({ code }) => /^(?:[256]\d|97|99)$/.test(code)),
  }),
});

const named = (all: Readonly<Record<string, { readonly name: { readonly zh: string; readonly en: string } }>>) =>
  Object.entries(all).map(([code, { name }]) => ({ code, name }));

/** GET /api/vaccination/points/:point/session */
const sessionOfPointOperation = operation({
  method: 'GET',
  path: '/vaccination/points/:point/session',
  title: 'The queue of a vaccination point on a day',
  needs: reads,
  input: z.object({ point: anId, day: z.iso.date().optional() }),
  async run({ input, ...context }): Promise<Session> {
    const desk = deskOf(context);
    const day = input.day ?? desk.today;
    const visits = await findVisits(desk.database.sql, desk.scope, input.point, day);
    await recordShown(
      context,
      'search',
      'Encounter',
      visits.map(({ resident }) => resident),
    );
    return { point: input.point, day, now: desk.now.toISOString(), visits };
  },
});

/** A visit as it is after a step. */
async function shown(context: Context, id: string): Promise<VisitDetail> {
  const desk = deskOf(context);
  const visit = await getVisit(desk, id);
  const { detail, read } = await visitDetail(desk, visit);
  await recordShown(context, 'read', 'Immunization/$immds-forecast', residentsIn(visit.resident, read));
  return detail;
}

/** A visit is worked on where it is. @throws Problem resource-unknown, right-missing */
const requireOwnVisit = async (context: Context, visit: string): Promise<void> =>
  requireWorkplace(context, (await getVisit(deskOf(context), visit)).point);

/** GET /api/vaccination/points */
const ownPointsOperation = operation({
  method: 'GET',
  path: '/vaccination/points',
  title: 'The institutions at which the account works, and so may record',
  needs: reads,
  input: z.object({}),
  run: async ({ input: _, ...context }): Promise<readonly Workplace[]> => workplacesOf(context),
});

/** POST /api/vaccination/points/:point/visits */
const registerVisitOperation = operation({
  method: 'POST',
  path: '/vaccination/points/:point/visits',
  title: 'Registers a resident at a vaccination point; who is registered already keeps the number',
  needs: writes,
  input: z.object({ point: anId, resident: anId }),
  async run({ input, ...context }): Promise<VisitDetail> {
    await requireWorkplace(context, input.point);
    return shown(context, await registerVisit(deskOf(context), input));
  },
});

/** GET /api/vaccination/visits/:visit */
const visitOperation = operation({
  method: 'GET',
  path: '/vaccination/visits/:visit',
  title: 'A visit with its pre-check, what is due today and why, what may be given from which lot, and the next date',
  needs: reads,
  input: z.object({ visit: anId }),
  run: ({ input, ...context }): Promise<VisitDetail> => shown(context, input.visit),
});

/** POST /api/vaccination/visits/:visit/check */
const checkOperation = operation({
  method: 'POST',
  path: '/vaccination/visits/:visit/check',
  title: 'Enters the pre-check of a visit: fit, put off, contraindicated or declined',
  needs: writes,
  input: z.object({
    visit: anId,
    temperature: z.number(),
    conditions: z
      .array(z.enum(Object.keys(conditions) as [keyof typeof conditions]))
      .max(20)
      .default([]),
    allergies: aText.optional(),
    reaction: z.enum(['none', 'mild', 'severe']),
    reactionText: aText.optional(),
    accompaniedBy: z.string().max(50),
    relation: z.string().max(4),
    consents: z.boolean(),
    decision: z.enum(['fit', 'postpone', 'contraindicated', 'decline']),
    until: z.iso.date().optional(),
    reason: aText.optional(),
  }),
  async run({ input: { visit, ...check }, ...context }): Promise<VisitDetail> {
    await requireOwnVisit(context, visit);
    await checkVisit(deskOf(context), visit, check);
    return shown(context, visit);
  },
});

/** POST /api/vaccination/visits/:visit/doses */
const giveDoseOperation = operation({
  method: 'POST',
  path: '/vaccination/visits/:visit/doses',
  title: 'Records a dose and takes it from the lot of the point; a repeated request gives nothing',
  needs: writes,
  input: z.object({
    visit: anId,
    request: anId,
    vaccine: z.string().max(40),
    lot: anId,
    site: z.enum(Object.keys(sites) as [string]),
    route: z.enum(Object.keys(routes) as [string]),
    amount: z.number().positive().max(10),
    checkedBy: z.string().max(50),
    child: z.boolean(),
    vial: z.boolean(),
  }),
  async run({ input: { visit, ...dose }, ...context }): Promise<VisitDetail> {
    await requireOwnVisit(context, visit);
    await giveDose(deskOf(context), visit, dose);
    return shown(context, visit);
  },
});

/** POST /api/vaccination/visits/:visit/leave */
const leaveOperation = operation({
  method: 'POST',
  path: '/vaccination/visits/:visit/leave',
  title: 'Lets a child go; before 30 minutes after the last dose only with a reason',
  needs: writes,
  input: z.object({ visit: anId, reason: aText.optional() }),
  async run({ input: { visit, reason }, ...context }): Promise<VisitDetail> {
    await requireOwnVisit(context, visit);
    await leaveVisit(deskOf(context), visit, { reason });
    return shown(context, visit);
  },
});

/** POST /api/vaccination/doses/:dose/void */
const takeBackOperation = operation({
  method: 'POST',
  path: '/vaccination/doses/:dose/void',
  title: 'Takes back a dose that was entered in error; an unopened vial returns to the stock',
  needs: writes,
  input: z.object({ dose: anId, reason: z.string().min(1).max(500), unopened: z.boolean().default(false) }),
  async run({ input: { dose, reason, unopened }, ...context }): Promise<void> {
    const desk = deskOf(context);
    await requireWorkplace(context, await pointOfDose(desk, dose));
    await takeBackDose(desk, dose, { reason, isUnopened: unopened });
  },
});

/** Operations of a vaccination session. */
export const vaccinationOperations = [
  wordsOperation,
  ownPointsOperation,
  sessionOfPointOperation,
  registerVisitOperation,
  visitOperation,
  checkOperation,
  giveDoseOperation,
  leaveOperation,
  takeBackOperation,
] as const;
