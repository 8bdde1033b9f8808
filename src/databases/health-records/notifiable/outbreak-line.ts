import { z } from 'zod';

const anInstant = z.iso.datetime();
const aText = z.string().max(2000);
const aCount = z.int().min(0).max(10_000_000);

const report = z.object({
  kind: z.enum(['initial', 'progress', 'final']),
  level: z.enum(['I', 'II', 'III', 'IV']).nullable(),
  text: aText,
  measures: aText.nullable(),
  plan: aText.nullable(),
  cases: aCount,
  deaths: aCount,
  contacts: aCount,
  at: anInstant,
  /** Of the initial one: after its deadline. */
  isLate: z.boolean(),
});
/** A report of an emergency as it was made; it is not changed. */
export type ReportedEmergency = z.output<typeof report>;

const fields = {
  home: z.string().regex(/^\d{6}$/),
  line: z.string().max(64),
  family: z.string().max(60),
  /** To the county. */
  division: z.string().regex(/^\d{6}$/),
  state: z.enum(['open', 'closed']),
  openedAt: anInstant,
  closedAt: anInstant.nullable(),
  title: z.string().max(100).nullable(),
  cases: aCount,
  deaths: aCount,
  contacts: aCount,
  /** The latest ones. */
  reports: z.array(report).max(60),
  revision: z.int().min(1),
};

/** An outbreak without its persons, as it travels up. */
export const outbreakLine = z.looseObject(fields);
const known = z.object(fields);
export type OutbreakLine = z.output<typeof known>;

/** A line where its outbreak is: the division may say more, and who counts its versions is the table. */
export type OwnOutbreak = Omit<OutbreakLine, 'revision' | 'home'>;
export const MOST_REPORTS = 60;
