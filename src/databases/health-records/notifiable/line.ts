import { z } from 'zod';

const aDay = z.iso.date();

const fields = {
  home: z.string().regex(/^\d{6}$/),
  line: z.string().max(64),
  disease: z.string().max(60),
  family: z.string().max(60),
  class: z.enum(['A', 'B', 'C']),
  managed: z.enum(['A', 'B', 'C']),
  /** Of residence, to the county. */
  division: z.string().regex(/^\d{6}$/),
  classification: z.string().max(4),
  state: z.string().max(20),
  outcome: z.string().max(20).nullable(),
  onsetOn: aDay,
  diagnosedOn: aDay,
  reportedOn: aDay,
  diedOn: aDay.nullable(),
  sex: z.string().max(20),
  /** At onset. */
  ageMonths: z.int().min(0).max(2000).nullable(),
  occupation: z.string().max(4),
  isLate: z.boolean(),
  counts: z.boolean(),
  revision: z.int().min(1),
};

/** A case of a notifiable disease without its person, as it travels up. */
export const caseLine = z.looseObject(fields);
const known = z.object(fields);
export type CaseLine = z.output<typeof known>;

/** A line where its case is: the division may say more, and who counts its versions is the table. */
export type OwnLine = Omit<CaseLine, 'revision'>;
