import { z } from 'zod';
import { parseDay } from '../forecast/days.ts';
import type { Edition } from './rules.ts';
import { vaccines } from './vaccines.ts';

/** Shape of an edition that comes as data; what is not in it is refused, so that nothing is passed over. Limits are those of sense. */

const aSpan = z.string().regex(/^\d{1,4} (day|days|week|weeks|month|months|year|years)$/);
const aDay = z.string().refine((text) => parseDay(text) !== undefined, 'no day of the calendar');
const aYearDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const aCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/);
const aVaccine = z.string().refine((id) => Object.hasOwn(vaccines, id), 'no vaccine of this program');
const aText = z.string().min(1).max(500);
const aTitle = z.strictObject({ zh: aText, en: aText });
const aCount = z.int().min(0).max(20);
const byVaccine = z.record(aVaccine, aSpan);
const byNumber = z.record(z.string().regex(/^\d{1,2}$/), aSpan);
const offers = z
  .array(z.strictObject({ vaccine: aVaccine, before: aSpan.optional() }))
  .min(1)
  .max(20);
const reasons = [
  ...(['grown-up', 'bcg-from-4-years', 'tuberculin-positive', 'a-replaced-by-ac'] as const),
  ...(['catch-up-complete', 'girls-only', 'born-before', 'birth-dose-past'] as const),
];

const aDose = z.strictObject({
  id: aCode,
  number: aCount,
  give: offers,
  from: aSpan,
  fromOf: byVaccine.optional(),
  abroadFrom: aSpan.optional(),
  planned: aSpan.optional(),
  by: aSpan.optional(),
  within: aSpan.optional(),
  after: byNumber.optional(),
  afterOf: byVaccine.optional(),
  ends: z.strictObject({ at: aSpan, as: z.enum(['not-needed', 'too-late']), why: z.enum(reasons) }).optional(),
  beside: z.literal(true).optional(),
});

const aTrack = z.strictObject({
  id: aCode,
  vaccines: z.array(aVaccine).min(1).max(40),
  doses: z.array(aDose).min(1).max(20),
  afterOther: aSpan.optional(),
});

const aSeries = z.strictObject({
  id: aCode,
  title: aTitle,
  programme: z.boolean(),
  clause: z.string().max(500),
  tracks: z.array(aTrack).max(10),
  exception: z
    .strictObject({
      birthWeightBelow: z.int().min(500).max(6000),
      motherHBsAg: z.array(z.enum(['positive', 'negative', 'unknown'])),
      track: aTrack,
    })
    .optional(),
  onlyFor: z.strictObject({ sex: z.literal('female').optional(), bornFrom: aDay.optional() }).optional(),
  older: z
    .strictObject({
      from: aSpan,
      give: offers,
      closing: aCode,
      next: z.array(z.strictObject({ total: aCount, after: aSpan.optional(), unlessClosed: z.literal(true).optional() })),
    })
    .optional(),
  cohorts: z.array(z.strictObject({ bornFrom: aDay, needs: z.record(aCode, aCount) })).optional(),
  first: z
    .strictObject({
      vaccine: aVaccine,
      component: aCode,
      doses: z.array(z.strictObject({ bornFrom: aDay, count: aCount })),
      unless: aCode,
    })
    .optional(),
  follows: z
    .strictObject({ series: aCode, after: aSpan, fewer: z.strictObject({ than: aCount, from: aSpan, after: aSpan }) })
    .optional(),
  antibodiesOf: z.literal('positive').optional(),
  tuberculinFrom: aSpan.optional(),
  weightFrom: z.strictObject({ grams: z.int().min(500).max(6000), assumedAt: aSpan }).optional(),
  season: z
    .strictObject({
      starts: aYearDay,
      by: aYearDay,
      ends: aYearDay,
      twiceBefore: aSpan,
      interval: aSpan,
      from: byVaccine,
      once: z.array(aVaccine),
    })
    .optional(),
});

const anEdition = z.strictObject({
  id: aCode,
  title: aTitle,
  source: aText,
  from: aDay,
  graceDays: z.int().min(0).max(31),
  until: aSpan,
  overdueAfter: aSpan,
  liveApart: aSpan,
  afterAntibodies: aSpan,
  repeatAfter: aSpan,
  series: z.array(aSeries).min(1).max(60),
});

/** Where JSON is no edition: a JSON pointer (RFC 6901) of each place, with what is wrong there. */
export const faultsInShape = (value: unknown): readonly { readonly at: string; readonly text: string }[] =>
  (anEdition.safeParse(value).error?.issues ?? []).map(({ path, message }) => ({
    at: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    text: message,
  }));

export const isEdition = (value: unknown): value is Edition => anEdition.safeParse(value).success;
