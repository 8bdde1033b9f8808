import { z } from 'zod';
import {
  type ActOptions,
  act,
  type Candidate,
  decideReview,
  describeModel,
  findMatches,
  forceModel,
  getReview,
  holdReview,
  listReviews,
  type MatchingModel,
  type ResidentLinks,
  type ReviewItem,
  type ReviewPage,
  readResidentLinks,
  releaseReview,
  residentRows,
} from '../../databases/population/index.ts';
import { placeNames } from '../../platform/directory/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { namesOf } from '../../security/identity/index.ts';
import { wholePlatform } from '../../store/index.ts';
import { MATCH } from '../match-job.ts';
import { type Context, operation } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const anId = z.string().min(1).max(64);
const review = { right: 'matching.review', purpose: 'HOPERAT' } as const;
const read = { right: 'resident.read', purpose: 'TREAT' } as const;
const MOST_CANDIDATES = 20;

/** POST /api/matching/candidates */
export const candidatesOperation = operation({
  method: 'POST',
  path: '/matching/candidates',
  title: 'Residents who may be the person that is typed, with the evidence; what registering would do',
  needs: read,
  input: z.object({
    name: z.string().max(200).optional(),
    sex: z.enum(['male', 'female']).optional(),
    birthDate: z.iso.date().optional(),
    identityNumber: z.string().max(30).optional(),
    cardNumber: z.string().max(30).optional(),
    phone: z.string().max(30).optional(),
    address: z.string().max(300).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<{ candidates: readonly Candidate[] }> {
    const { name, sex, birthDate, identityNumber: number, cardNumber: number2, phone, address } = input;
    const record = { id: 'typed', name, sex, birthDate, number, number2, phone, address, division: platform.settings.division };
    const matches = await findMatches(platform.database.sql, platform.models.current(), record);
    const rows = await residentRows(
      platform.database.sql,
      subject.scope,
      matches.slice(0, MOST_CANDIDATES).flatMap(({ patients }) => patients[0] ?? []),
    );
    const candidates = matches
      .slice(0, MOST_CANDIDATES)
      .flatMap(({ patients, decision, reason, best, modelVersion }): Candidate[] => {
        const resident = rows.get(patients[0] ?? '');
        const { score, prior, parts, conflict } = best;
        if (!resident) return [];
        const why = { ...(reason ? { reason } : {}), ...(conflict ? { conflict } : {}) };
        return [{ resident, decision, score, prior, parts, modelVersion, ...why }];
      });
    await platform.audit.record(
      actor,
      candidates.map(({ resident }) => looked(platform, 'search', resident.id)),
    );
    return { candidates };
  },
});

const looked = ({ settings }: Context['platform'], action: 'search' | 'read', resident: string, what = 'Patient') => ({
  action,
  what,
  count: 1,
  resident,
  place: settings.division,
});

/** GET /api/residents/:id/links */
export const residentLinksOperation = operation({
  method: 'GET',
  path: '/residents/:id/links',
  title: 'The registrations of a resident, what joins them, and where each element of the golden record comes from',
  needs: read,
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<ResidentLinks> {
    await platform.store.as(subject.scope).read('Patient', id);
    const found = await readResidentLinks(platform.database.sql, id);
    await platform.audit.record(
      actor,
      found.registrations.map(({ patient }) => looked(platform, 'read', patient, 'Patient.link')),
    );
    return withNames(platform, found);
  },
});

async function withNames({ database }: Context['platform'], found: ResidentLinks): Promise<ResidentLinks> {
  const names = await namesOf(database.sql, [...new Set([...found.links, ...found.events].map(({ by }) => by))]);
  const withName = <One extends { readonly by: string }>(one: One) => {
    const byName = names.get(one.by);
    return { ...one, ...(byName ? { byName } : {}) };
  };
  return { ...found, links: found.links.map(withName), events: found.events.map(withName) };
}

/** POST /api/residents/:id/links */
export const changeLinksOperation = operation({
  method: 'POST',
  path: '/residents/:id/links',
  title: 'Links two Patients, takes a link away, keeps two apart, or splits a resident; a repeat changes nothing',
  needs: review,
  input: z.object({
    id: anId,
    kind: z.enum(['link', 'merge', 'unlink', 'apart', 'together', 'split']),
    other: anId.optional().describe('The other Patient; all but a split need it'),
    patients: z.array(anId).max(200).default([]).describe('Of a split: those who are another person'),
    reason: z.string().max(500).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<ResidentLinks> {
    const { id, kind, other, patients, reason } = input;
    const store = platform.store.as(subject.scope);
    const what = kind === 'split' ? { kind, patients } : { kind, a: id, b: other ?? '' };
    const at = platform.clock.now().toISOString();
    await act(store, what, { by: subject.id, reason, at, within: (tx, written) => recordWrites(tx, actor, written) });
    return withNames(platform, await readResidentLinks(platform.database.sql, id));
  },
});

const aState = z.enum(['open', 'later', 'linked', 'not-same', 'settled']);
const aPlaceInList = z.tuple([z.number(), anId, anId]);

/** GET /api/reviews */
export const reviewsOperation = operation({
  method: 'GET',
  path: '/reviews',
  title: 'Doubtful pairs of the own division, those that most look like one person first; how many were decided',
  needs: review,
  input: z.object({
    state: aState.default('open'),
    place: z
      .string()
      .regex(/^\d{2,12}$/)
      .optional(),
    count: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z.string().max(300).optional(),
  }),
  async run({ input: { state, place, count, cursor }, platform, subject, actor }): Promise<ReviewPage> {
    const before = decodeCursor(cursor, aPlaceInList);
    const after = before && { score: before[0], a: before[1], b: before[2] };
    const page = await listReviews(platform.database.sql, subject.scope, { state, place, count: count + 1, after });
    const listed = await Promise.all(page.items.slice(0, count).map((item) => named(platform, item)));
    const items = await placed(platform, listed);
    const last = page.items.length > count ? items.at(-1) : undefined;
    const shown = items.flatMap(({ a, b }) => [a.patient, b.patient]);
    await platform.audit.record(
      actor,
      shown.map((patient) => looked(platform, 'read', patient, 'Patient')),
    );
    return { ...page, items, ...(last ? { next: encodeCursor([last.score, last.a.patient, last.b.patient]) } : {}) };
  },
});

async function placed({ database }: Context['platform'], items: readonly ReviewItem[]): Promise<ReviewItem[]> {
  const names = await placeNames(
    database.sql,
    items.flatMap(({ place, a, b }) => [place, a.place, b.place]),
  );
  const withName = <One extends { readonly place: string }>(one: One) => {
    const placeName = names.get(one.place);
    return placeName ? { ...one, placeName } : one;
  };
  return items.map((item) => withName({ ...item, a: withName(item.a), b: withName(item.b) }));
}

async function named({ database }: Context['platform'], item: ReviewItem): Promise<ReviewItem> {
  const names = await namesOf(
    database.sql,
    [item.heldBy, item.decidedBy].flatMap((by) => by ?? []),
  );
  const [heldByName, decidedByName] = [names.get(item.heldBy ?? ''), names.get(item.decidedBy ?? '')];
  return { ...item, ...(heldByName ? { heldByName } : {}), ...(decidedByName ? { decidedByName } : {}) };
}

/** POST /api/reviews/hold */
export const holdReviewOperation = operation({
  method: 'POST',
  path: '/reviews/hold',
  title: 'Takes a doubtful pair before oneself for ten minutes',
  needs: review,
  input: z.object({ a: anId, b: anId }),
  async run({ input, platform, subject }): Promise<ReviewItem> {
    const { sql } = platform.database;
    const item = await getReview(sql, subject.scope, input.a, input.b);
    await holdReview(sql, item.a.patient, item.b.patient, subject.id, platform.clock.now());
    const [taken] = await placed(platform, [await named(platform, await getReview(sql, subject.scope, input.a, input.b))]);
    return taken ?? item;
  },
});

/** POST /api/reviews/release */
export const releaseReviewOperation = operation({
  method: 'POST',
  path: '/reviews/release',
  title: 'Lets a doubtful pair go that one has before oneself; a repeat changes nothing',
  needs: review,
  input: z.object({ a: anId, b: anId }),
  async run({ input, platform, subject }): Promise<void> {
    const { sql } = platform.database;
    const { a, b } = await getReview(sql, subject.scope, input.a, input.b);
    await releaseReview(sql, a.patient, b.patient, subject.id);
  },
});

/** POST /api/reviews/decide */
export const decideReviewOperation = operation({
  method: 'POST',
  path: '/reviews/decide',
  title: 'Decides about a doubtful pair: one person, not the same, later; or takes “not the same” back',
  needs: review,
  input: z.object({
    a: anId,
    b: anId,
    verdict: z.enum(['link', 'not-same', 'later', 'open']),
    reason: z.string().max(500).optional(),
  }),
  async run({ input: { a, b, verdict, reason }, platform, subject, actor }): Promise<ReviewItem> {
    const { sql } = platform.database;
    const item = await getReview(sql, subject.scope, a, b);
    const at = platform.clock.now().toISOString();
    const within: ActOptions['within'] = (tx, written) => recordWrites(tx, actor, written);
    await decideReview(platform.store.as(wholePlatform), sql, item, verdict, { by: subject.id, at, reason, within });
    const [decided] = await placed(platform, [await named(platform, await getReview(sql, subject.scope, a, b))]);
    return decided ?? item;
  },
});

/** GET /api/matching/model */
export const matchingModelOperation = operation({
  method: 'GET',
  path: '/matching/model',
  title: 'The model by which registrations are matched: weights, thresholds, versions',
  needs: review,
  input: z.object({}),
  run: ({ platform }): Promise<MatchingModel> => describeModel(platform.database.sql, platform.models),
});

/** POST /api/matching/runs */
export const matchAllOperation = operation({
  method: 'POST',
  path: '/matching/runs',
  title: 'Matches all registrations of the platform with one another, in the background; learns a model where asked to',
  needs: { right: 'jobs.operate', purpose: 'HSYSADMIN' },
  input: z.object({ learn: z.boolean().default(false) }),
  async run({ input, platform, subject }): Promise<{ readonly id: string }> {
    return { id: await platform.jobs.add({ kind: MATCH, owner: subject.id, input }) };
  },
});

/** POST /api/matching/model */
export const forceModelOperation = operation({
  method: 'POST',
  path: '/matching/model',
  title: 'Puts a model in force that was learned here; version 0 is the one that comes with the program',
  needs: { right: 'jobs.operate', purpose: 'HSYSADMIN' },
  input: z.object({ version: z.int().min(0) }),
  async run({ input: { version }, platform }): Promise<MatchingModel> {
    await forceModel(platform.database.sql, version, platform.clock.now().toISOString());
    await platform.models.refresh();
    return describeModel(platform.database.sql, platform.models);
  },
});
