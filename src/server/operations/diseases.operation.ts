import { z } from 'zod';
import {
  actOnCase,
  type CardForm,
  type CaseActed,
  type CaseDetail,
  type CasePage,
  type CaseWriting,
  cardFields,
  caseDetail,
  casesOf,
  countWaiting,
  type Disease,
  type DiseaseView,
  diseasesOn,
  getCase,
  listCases,
  reportCase,
  toRows,
} from '../../applications/public-health/index.ts';
import { onBehalf, readPatient, toResident } from '../../databases/population/index.ts';
import type { Resource } from '../../fhir/index.ts';
import { toView } from '../../forms/index.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { tellCase } from '../../platform/notices/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import { findLinked } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { withPlaces } from './place-names.ts';

const anId = z.string().max(64);
const aDay = z.iso.date();
const aCode = z.string().max(60);
const aKey = z.string().min(8).max(64).describe('Chosen by the caller, the same when it calls again: a repeat changes nothing');
const aVersion = z.int().min(1).describe('Version of the case that whoever acts has seen');
const aReason = z.string().trim().min(2).max(300);

/** Diseases that only those see who review or treat (HIV, sexually transmitted). */
export const hiddenFrom = ({ rights }: Subject, today: string): readonly string[] =>
  rights.includes('disease.review') || rights.includes('programme.restricted')
    ? []
    : diseasesOn(today).flatMap(({ code, sensitive }) => (sensitive ? [code] : []));

const dayOf = ({ clock }: Platform): string => chinaDay(clock.now());

const toDiseaseView = ({
  code,
  family,
  name,
  managedAs,
  deadlineHours,
  icd10,
  episodeDays,
  incubationDays,
  ...rest
}: Disease): DiseaseView => ({
  ...{ code, family, name, class: rest.class, managedAs, deadlineHours, icd10, episodeDays, incubationDays },
  ...(rest.cluster ? { cluster: rest.cluster } : {}),
});

/** GET /api/diseases */
const diseasesOperation = operation({
  method: 'GET',
  path: '/diseases',
  title: 'Diseases that are notifiable on a day, with their deadlines and codes',
  needs: { right: 'none', purpose: 'PUBHLTH' },
  input: z.object({ on: aDay.optional() }),
  run: async ({ input: { on }, platform }): Promise<readonly DiseaseView[]> =>
    diseasesOn(on ?? dayOf(platform)).map(toDiseaseView),
});

/** GET /api/residents/:id/notifiable-card */
const cardFormOperation = operation({
  method: 'GET',
  path: '/residents/:id/notifiable-card',
  title: 'The report card for a resident, with what is known already and the cards that there are',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<CardForm> {
    const { sql } = platform.database;
    const now = platform.clock.now();
    const { resource } = await readPatient(platform.store.as(subject.scope), id);
    const hidden = hiddenFrom(subject, chinaDay(now));
    const all = (await findLinked(sql, [id])).get(id) ?? [id];
    const known = (await casesOf(sql, all)).filter(({ family }) => !hidden.includes(family));
    await recordSeen(platform, actor, [id], 'read');
    return {
      fields: cardFields(chinaDay(now)).map(toView),
      values: {
        ...given(toResident(resource).address, 'address'),
        ...given(divisionOf(resource), 'division'),
        doctor: subject.name.zh,
        ...given(subject.institution?.zh, 'institution'),
        belonging: '1',
      },
      diseases: diseasesOn(chinaDay(now)).map(toDiseaseView),
      known: await toRows(sql, known, now),
    };
  },
});

const given = (value: string | undefined, key: string) => (value === undefined ? {} : { [key]: value });

function divisionOf(patient: Resource): string | undefined {
  const extensions = Array.isArray(patient['extension']) ? patient['extension'] : [];
  const found: unknown = extensions.find((one) => one?.url === 'urn:minkang:extension:division')?.valueCode;
  return typeof found === 'string' ? found : undefined;
}

const recordSeen = (platform: Platform, actor: Actor, residents: readonly string[], action: 'search' | 'read' | 'reveal') =>
  platform.audit.record(
    actor,
    [...new Set(residents)].map((resident) => ({
      ...{ action, what: 'Condition', count: residents.filter((one) => one === resident).length, resident },
      place: platform.settings.division,
    })),
  );

/** GET /api/notifiable-cases */
const casesOperation = operation({
  method: 'GET',
  path: '/notifiable-cases',
  title: 'Cases of notifiable diseases here: those that wait for their review by its deadline, others the latest first',
  needs: { right: 'disease.read', purpose: 'PUBHLTH' },
  input: z.object({
    state: z.enum(['reported', 'returned', 'accepted', 'refuted', 'closed']).optional(),
    disease: aCode.optional(),
    from: aDay.optional(),
    to: aDay.optional(),
    place: z
      .string()
      .regex(/^\d{2,12}$/)
      .optional(),
    resident: anId.optional(),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { cursor, count, ...query }, platform, subject, actor }): Promise<CasePage> {
    const { sql } = platform.database;
    const now = platform.clock.now();
    const hidden = hiddenFrom(subject, chinaDay(now));
    const [found, waiting] = await Promise.all([
      listCases(sql, subject.scope, { ...query, hidden, count: count + 1, after: readCursor(cursor, anId) }),
      countWaiting(sql, subject.scope, hidden),
    ]);
    const shown = found.slice(0, count);
    const last = found.length > count ? shown.at(-1) : undefined;
    await recordSeen(
      platform,
      actor,
      shown.map(({ resident }) => resident),
      'search',
    );
    const at = last && (query.state === 'reported' ? last.reviewBy : last.reportedAt);
    return {
      items: await withPlaces(platform, await toRows(sql, shown, now)),
      waiting,
      ...(last && at ? { next: writeCursor({ at: at.toISOString().replace('Z', '000Z'), id: last.id }) } : {}),
    };
  },
});

const detailOf = async (platform: Platform, subject: Subject, id: string, reveal: boolean): Promise<CaseDetail> => {
  const { sql } = platform.database;
  const now = platform.clock.now();
  const kept = await getCase(sql, subject.scope, id, hiddenFrom(subject, chinaDay(now)));
  const detail = await caseDetail({ sql, store: platform.store.as(subject.scope), now }, kept, reveal);
  const [placed] = await withPlaces(platform, [detail]);
  const acts = detail.acts.filter((act) =>
    subject.rights.includes(act === 'correct' || act === 'close' ? 'disease.report' : 'disease.review'),
  );
  return { ...(placed ?? detail), acts };
};

/** GET /api/notifiable-cases/:id */
const caseOperation = operation({
  method: 'GET',
  path: '/notifiable-cases/:id',
  title: 'One case with its card and all that was said of it',
  needs: { right: 'disease.read', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<CaseDetail> {
    const detail = await detailOf(platform, subject, id, false);
    await recordSeen(platform, actor, [detail.resident], 'read');
    return detail;
  },
});

/** POST /api/notifiable-cases/:id/card */
const revealCardOperation = operation({
  method: 'POST',
  path: '/notifiable-cases/:id/card',
  title: 'One case with the number in full, to print its card; asking is logged',
  needs: { right: 'resident.reveal', purpose: 'PUBHLTH' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<CaseDetail> {
    if (!subject.rights.includes('disease.read')) throw new Problem('resource-unknown', 'No such case here', { at: 'id' });
    const detail = await detailOf(platform, subject, id, true);
    await recordSeen(platform, actor, [detail.resident], 'reveal');
    return detail;
  },
});

const aValue = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
const aCard = {
  values: z.record(z.string().max(60), aValue),
  confirmed: z.array(z.string().max(60)).max(60).default([]).describe('Keys of improbable values that are so'),
};

const writingOf = ({ database, store, clock, settings, directory }: Platform, subject: Subject, actor: Actor): CaseWriting => ({
  sql: database.sql,
  store: store.as(onBehalf(subject.scope)),
  home: settings.division,
  now: clock.now(),
  by: { id: subject.id, name: subject.name.zh },
  within: (tx, written) => recordWrites(tx, actor, written),
  tell: (tx, told) => tellCase(tx, { here: settings.division, directory }, told),
});

/** POST /api/notifiable-cases */
const reportOperation = operation({
  method: 'POST',
  path: '/notifiable-cases',
  title: 'Reports a case of a notifiable disease',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({
    ...{ resident: anId, key: aKey, ...aCard },
    sameAs: anId.optional().describe('Case id of a card that tells of the same illness'),
    another: z.boolean().default(false).describe('It is another illness than the cards that there are tell of'),
  }),
  async run({ input, platform, subject, actor }): Promise<CaseActed> {
    const { resident, key, values, confirmed, sameAs, another } = input;
    const same = sameAs === undefined ? (another ? 'another' : undefined) : { as: sameAs };
    return reportCase(writingOf(platform, subject, actor), { resident, key, values, confirmed, same });
  },
});

const keptFor = (platform: Platform, subject: Subject, id: string) =>
  getCase(platform.database.sql, subject.scope, id, hiddenFrom(subject, dayOf(platform)));

/** POST /api/notifiable-cases/:id/correct */
const correctCaseOperation = operation({
  method: 'POST',
  path: '/notifiable-cases/:id/correct',
  title: 'Corrects the card of a case; what stood there stays on record',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, key: aKey, version: aVersion, reason: aReason.optional(), ...aCard }),
  async run({ input: { id, key, version, reason, values, confirmed }, platform, subject, actor }): Promise<CaseActed> {
    const kept = await keptFor(platform, subject, id);
    const card = { values, confirmed, key };
    return actOnCase(writingOf(platform, subject, actor), kept, { kind: 'correct', key, version, reason, card });
  },
});

/** POST /api/notifiable-cases/:id/review */
const reviewCaseOperation = operation({
  method: 'POST',
  path: '/notifiable-cases/:id/review',
  title: 'The review of a card by the county: accepted, returned, or no case',
  needs: { right: 'disease.review', purpose: 'PUBHLTH' },
  input: z.object({
    id: anId,
    key: aKey,
    version: aVersion,
    decision: z.enum(['accept', 'return', 'refute']),
    reason: aReason.optional(),
  }),
  async run({ input: { id, key, version, decision, reason }, platform, subject, actor }): Promise<CaseActed> {
    if (decision !== 'accept' && reason === undefined) throw new Problem('data-invalid', 'A reason is needed', { at: 'reason' });
    const kept = await keptFor(platform, subject, id);
    return actOnCase(writingOf(platform, subject, actor), kept, { kind: decision, key, version, reason });
  },
});

/** POST /api/notifiable-cases/:id/close */
const closeCaseOperation = operation({
  method: 'POST',
  path: '/notifiable-cases/:id/close',
  title: 'Ends a case: recovered or died',
  needs: { right: 'disease.report', purpose: 'PUBHLTH' },
  input: z.object({ id: anId, key: aKey, version: aVersion, outcome: z.enum(['recovered', 'died']), on: aDay }),
  async run({ input: { id, key, version, outcome, on }, platform, subject, actor }): Promise<CaseActed> {
    const kept = await keptFor(platform, subject, id);
    return actOnCase(writingOf(platform, subject, actor), kept, { kind: 'close', key, version, outcome, on });
  },
});

/** Operations of notifiable diseases. */
export const diseaseOperations = [
  diseasesOperation,
  cardFormOperation,
  casesOperation,
  caseOperation,
  revealCardOperation,
  reportOperation,
  correctCaseOperation,
  reviewCaseOperation,
  closeCaseOperation,
] as const;
