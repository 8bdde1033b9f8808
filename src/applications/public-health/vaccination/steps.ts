import { parseJson } from '../../../fhir/index.ts';
import { impossible, refuseFaults } from '../../../forms/index.ts';
import { newIdBeside, Problem } from '../../../kernel/index.ts';
import { findLinked, type ToWrite, writeAll } from '../../../store/index.ts';
import { tryDose } from '../immunization/index.ts';
import { isMoved, lockLot, moveDoses } from '../vaccine-stock/index.ts';
import { contraindicationsIn, faultsOf, observedFor } from './assess.ts';
import type { PreCheck, Visit, VisitState } from './contract.ts';
import type { Desk } from './desk.ts';
import { dueToday, readVisitRecords } from './detail.ts';
import { type Identified, toCheckResource, toEncounter, toImmunization, toNotDone } from './visit-resources.ts';
import {
  countDoses,
  findDose,
  findOpenVisit,
  findVisit,
  isGiven,
  keepDose,
  lockDoses,
  moveVisit,
  openVisit,
  voidDose,
} from './visit-store.ts';

/**
 * Registers a resident at a point; who is there already keeps the number.
 * @returns Encounter id
 * @throws Problem resource-unknown where the scope does not show the resident or the point
 */
export async function registerVisit(desk: Desk, asked: { readonly resident: string; readonly point: string }): Promise<string> {
  const { database, store, today, by } = desk;
  await store.read('Organization', asked.point);
  await store.read('Patient', asked.resident);
  const resident = (await findLinked(database.sql, [asked.resident])).get(asked.resident)?.[0] ?? asked.resident;
  const open = () => findOpenVisit(database.sql, resident, asked.point, today);
  const known = await open();
  if (known !== undefined) return known;
  const [id, at] = [newIdBeside(resident), desk.now.toISOString()];
  const encounter = toEncounter({ id, resident, point: asked.point, status: 'arrived', from: at, by });
  try {
    await writeAll(store, [{ resource: encounter, after: undefined }], async (tx, written) => {
      const number = await openVisit(tx, { id, resident, point: asked.point, day: today, at });
      if (number === undefined) throw new Problem('visit-conflict', 'The resident is registered already');
      await desk.within(tx, written);
    });
  } catch (thrown) {
    const faster = thrown instanceof Problem && thrown.code === 'visit-conflict' ? await open() : undefined;
    if (faster === undefined) throw thrown;
    return faster;
  }
  return id;
}

/** @throws Problem resource-unknown */
export async function getVisit({ database, scope }: Pick<Desk, 'database' | 'scope'>, id: string): Promise<Visit> {
  const visit = await findVisit(database.sql, scope, id);
  if (!visit) throw new Problem('resource-unknown', 'No such visit here', { at: 'visit' });
  return visit;
}

const AFTER_CHECK: Readonly<Record<PreCheck['decision'], VisitState>> = {
  fit: 'checked',
  postpone: 'postponed',
  contraindicated: 'contraindicated',
  decline: 'declined',
};

/**
 * Enters the pre-check. Put off, forbidden or declined, the visit ends, and what was due is on record as not given, with why.
 * @throws Problem data-invalid with its fields; visit-conflict where doses were given or the visit is over
 */
export async function checkVisit(desk: Desk, id: string, check: PreCheck): Promise<void> {
  const visit = await getVisit(desk, id);
  refuseFaults(faultsOf(check, desk.today), []);
  const records = await readVisitRecords(desk, visit);
  const at = desk.now.toISOString();
  const { resident, point } = visit;
  const isOver = check.decision !== 'fit';
  const encounter = toEncounter({
    ...{ id, resident, point, by: desk.by, from: visit.registeredAt },
    status: isOver ? 'finished' : 'triaged',
    ...(isOver ? { until: at } : {}),
  });
  const observation = records.check?.id ?? newIdBeside(resident);
  const { decision } = check;
  const notGiven =
    decision === 'fit'
      ? []
      : dueToday(records.forecast, desk.today).map(({ vaccine }) =>
          toNotDone({ id: newIdBeside(resident), visit: id, resident, vaccine, at, decision, reason: check.reason }),
        );
  const all: ToWrite[] = [
    { resource: encounter, after: records.encounter.version },
    {
      resource: toCheckResource(check, { id: observation, visit: id, resident, at, by: desk.by }),
      after: records.check?.version,
    },
    ...notGiven.map((resource) => ({ resource, after: undefined })),
  ];
  await writeAll(desk.store, all, async (tx, written) => {
    if (!(await moveVisit(tx, id, ['registered', 'checked'], AFTER_CHECK[decision], at))) throw atAnotherStep();
    await desk.within(tx, written);
  });
}

const atAnotherStep = () => new Problem('visit-conflict', 'The visit is at another step', { at: 'visit' });

export interface DoseAsked {
  /** Key of the request: a repeat gives nothing. */
  readonly request: string;
  readonly vaccine: string;
  /** Lot id of the point. */
  readonly lot: string;
  readonly site: string;
  readonly route: string;
  /** mL */
  readonly amount: number;
  /** Who looked at child and vaccine a second time. */
  readonly checkedBy: string;
  /** The child before the desk is the one of the visit; the vial is the vaccine of the lot. */
  readonly child: boolean;
  readonly vial: boolean;
}

const ROUNDS = 4;

/** Somebody else gave the resident a dose between the look and the writing. */
class Overtaken extends Error {}

/**
 * Gives a dose: the record and the vial are one transaction. Doses of a resident follow one another, each judged with those before.
 * @throws Problem dose-refused with why, stock-refused, visit-conflict
 */
export async function giveDose(desk: Desk, id: string, asked: DoseAsked): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      return await giveOnce(desk, id, asked);
    } catch (thrown) {
      if (!(thrown instanceof Overtaken) || round === ROUNDS) throw thrown instanceof Overtaken ? atAnotherStep() : thrown;
    }
  }
}

async function giveOnce(desk: Desk, id: string, asked: DoseAsked): Promise<void> {
  const { database, today, schedule, by } = desk;
  const visit = await getVisit(desk, id);
  const { resident, point } = visit;
  if (await isGiven(database.sql, resident, asked.request)) return;
  if (visit.state !== 'checked' && visit.state !== 'vaccinated') throw atAnotherStep();
  refuseUnchecked(asked);
  const before = await countDoses(database.sql, resident, today);
  const { child, doses, contraindications, check } = await readVisitRecords(desk, visit);
  const held = check ? contraindicationsIn(check.value, today) : [];
  const trial = tryDose(child, doses, [...contraindications, ...held], today, schedule, asked.vaccine);
  if (!trial.counts)
    throw new Problem('dose-refused', trial.why.en, {
      at: 'vaccine',
      faults: [impossible('vaccine', trial.why.zh, trial.why.en)],
    });
  const [immunization, at] = [newIdBeside(resident), desk.now.toISOString()];
  const resource = (lot: Parameters<typeof toImmunization>[0]['lot']): Identified =>
    toImmunization({
      ...{ id: immunization, visit: id, resident, point, at, by, lot, checkedBy: asked.checkedBy },
      ...{ site: asked.site, route: asked.route, amount: asked.amount, title: trial.title, number: trial.number },
    });
  const lot = await database.begin((tx) => lockLot(tx, point, asked.lot, today));
  refuseLot(lot, asked.vaccine);
  await writeAll(desk.store, [{ resource: resource(lot), after: undefined }], async (tx, written) => {
    if ((await lockDoses(tx, resident, today)) !== before) throw new Overtaken();
    if (!(await moveVisit(tx, id, ['checked', 'vaccinated'], 'vaccinated', at))) throw atAnotherStep();
    const row = {
      id: immunization,
      visit: id,
      resident,
      vaccine: asked.vaccine,
      point,
      lot: lot.id,
      day: today,
      at,
      request: asked.request,
    };
    if (!(await keepDose(tx, row))) throw new Overtaken();
    refuseLot(await lockLot(tx, point, lot.id, today), asked.vaccine);
    await moveDoses(tx, { point, lot: lot.id, id: immunization, kind: 'use', doses: -1, by: by.name, at });
    await desk.within(tx, written);
  });
}

function refuseUnchecked({ child, vial, checkedBy }: DoseAsked): void {
  refuseFaults(
    [
      ...(child ? [] : [impossible('child', '请核对受种者', 'Check that this is the child')]),
      ...(vial ? [] : [impossible('vial', '请核对疫苗', 'Check that this is the vaccine')]),
      ...(checkedBy.trim() ? [] : [impossible('checkedBy', '请填写核对人', 'Who checked it as well?')]),
    ],
    [],
  );
}

/** @throws Problem stock-refused */
function refuseLot(lot: { readonly vaccine: string; readonly state: string }, vaccine: string): void {
  const fault =
    lot.vaccine !== vaccine
      ? impossible('lot', '该批号不是所选疫苗', 'The lot is of another vaccine')
      : lot.state === 'expired'
        ? impossible('lot', '该批号已过有效期', 'The lot is out of its term')
        : lot.state === 'recalled'
          ? impossible('lot', '该批号已召回', 'The lot is recalled')
          : lot.state === 'empty'
            ? impossible('lot', '该批号已无库存', 'Nothing is left of the lot')
            : undefined;
  if (fault) throw new Problem('stock-refused', fault.text.en, { at: 'lot', faults: [fault] });
}

/**
 * Lets a child go. Before its 30 minutes are over only with a reason.
 * @throws Problem data-invalid where the reason is missing; visit-conflict
 */
export async function leaveVisit(desk: Desk, id: string, { reason }: { readonly reason?: string | undefined }): Promise<void> {
  const visit = await getVisit(desk, id);
  if (visit.state === 'left') return;
  const left = visit.vaccinatedAt === undefined ? 0 : observedFor(visit.vaccinatedAt, desk.now);
  if (left > 0 && !reason?.trim())
    refuseFaults([impossible('reason', '留观未满30分钟，请说明原因', 'The 30 minutes are not over: say why')], []);
  const { encounter } = await readVisitRecords(desk, visit);
  const at = desk.now.toISOString();
  const isGivenAny = visit.state === 'vaccinated';
  const closed = toEncounter({
    ...{ id, resident: visit.resident, point: visit.point, by: desk.by, from: visit.registeredAt, until: at },
    status: isGivenAny ? 'finished' : 'cancelled',
  });
  const resource = reason?.trim() ? { ...closed, reasonCode: [{ text: reason.trim() }] } : closed;
  await writeAll(desk.store, [{ resource, after: encounter.version }], async (tx, written) => {
    if (!(await moveVisit(tx, id, ['registered', 'checked', 'vaccinated'], 'left', at))) throw atAnotherStep();
    await desk.within(tx, written);
  });
}

/** Organization where a dose was given. @throws Problem resource-unknown where it did not come out of a stock here, or is not shown */
export async function pointOfDose({ database, store }: Pick<Desk, 'database' | 'store'>, id: string): Promise<string> {
  const dose = await findDose(database.sql, id);
  if (!dose) throw new Problem('resource-unknown', 'No such dose here', { at: 'dose' });
  await store.read('Immunization', id);
  return dose.point;
}

/**
 * Takes a dose back that was entered in error; the vial goes back to the stock, or is wasted. A repeat changes nothing.
 * @throws Problem resource-unknown where it did not come out of a stock here
 */
export async function takeBackDose(
  desk: Desk,
  id: string,
  { reason, isUnopened }: { readonly reason: string; readonly isUnopened: boolean },
): Promise<void> {
  const dose = await findDose(desk.database.sql, id);
  if (!dose) throw new Problem('resource-unknown', 'No such dose here', { at: 'dose' });
  const { body, version } = await desk.store.read('Immunization', id);
  if (dose.voided) return;
  const resource = { ...(parseJson(body) as Identified), status: 'entered-in-error', statusReason: { text: reason } };
  await writeAll(desk.store, [{ resource, after: version }], async (tx, written) => {
    if (!(await voidDose(tx, id))) return;
    if (isUnopened && !(await isMoved(tx, dose.point, `${id} back`))) {
      await lockLot(tx, dose.point, dose.lot, desk.today);
      const at = desk.now.toISOString();
      await moveDoses(tx, {
        point: dose.point,
        lot: dose.lot,
        id: `${id} back`,
        kind: 'return',
        doses: 1,
        reason,
        by: desk.by.name,
        at,
      });
    }
    await desk.within(tx, written);
  });
}
