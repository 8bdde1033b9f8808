import { z } from 'zod';
import { Problem, parseOrUndefined } from '../../kernel/index.ts';
import { encryptFor } from '../../security/crypto/index.ts';
import { isWithin } from '../../standards/index.ts';
import type { Sql } from '../../store/index.ts';
import type { Directory, PlatformEntry } from '../directory/index.ts';
import { writeLetter } from './letter-rows.ts';
import { insertNotice, markNotice, notesOfCase, noticeId } from './notice-rows.ts';

const aDivision = z.string().regex(/^\d{6,12}$/);
const aText = z.string().max(200);

/** What the county where somebody lives is told of a case that was reported elsewhere: whom to look for, of what, and since when. */
export const aToldCase = z.object({
  /** Condition id there: the last word of a case replaces the one before. */
  case: z.string().min(1).max(64),
  disease: z.string().max(60),
  family: z.string().max(60),
  classification: z.string().max(4),
  state: z.string().max(20),
  outcome: z.string().max(20).optional(),
  onsetOn: z.iso.date(),
  diagnosedOn: z.iso.date(),
  diedOn: z.iso.date().optional(),
  institution: aText,
  name: aText,
  sex: z.string().max(20),
  birthDate: z.iso.date().optional(),
  number: z.string().max(30).optional(),
  phone: aText.optional(),
  address: aText.optional(),
  setting: aText.optional(),
  /** Division that tells it, and where the resident lives. */
  place: aDivision,
  otherPlace: aDivision,
});
export type ToldCase = z.output<typeof aToldCase>;

export interface Telling {
  readonly here: string;
  readonly directory: Directory;
}

export interface CaseToTell {
  /** Of what was said of the case: each is told once. */
  readonly statement: string;
  /** Patient id here. */
  readonly resident: string;
  readonly told: ToldCase;
  /** ISO instant. */
  readonly at: string;
}

/**
 * Tells the platform that serves the place of residence of a case that was said something of here, in the transaction that says it. The
 * letter is sealed for that platform: levels above carry it and cannot read it. Where the residence was corrected, the former place is told
 * that it does not concern it any more.
 */
export async function tellCase(
  tx: Sql,
  { here, directory }: Telling,
  { statement, resident, told, at }: CaseToTell,
): Promise<void> {
  const platform = servingOf(directory, told.otherPlace);
  const isElsewhere = platform !== undefined && platform.division !== here;
  for (const before of await notesOfCase(tx, told.case)) {
    const isReplaced = isElsewhere && servingOf(directory, before.otherPlace)?.division === platform.division;
    const marked = await markNotice(tx, before.id, 'withdrawn', at);
    // who is told the last word withdraws the one before it itself
    if (marked && !isReplaced) await writeLetter(tx, here, before.otherPlace, { says: 'withdrawn', notice: before.id, at });
  }
  if (!isElsewhere) return;
  const id = noticeId(here, statement);
  const { place, otherPlace, number, onsetOn } = told;
  const notice = { id, kind: 'case', number, happenedOn: onsetOn, content: told, about: told.case } as const;
  const isNew = await insertNotice(tx, { ...notice, direction: 'outgoing', place, otherPlace, resident, madeAt: at });
  if (!isNew) return;
  const sealed = await encryptFor(platform.publicKey, JSON.stringify(told));
  await writeLetter(tx, here, otherPlace, { says: 'case', notice: id, at, place, otherPlace, sealed });
}

/** The platform nearest to a division: its own, or that of the prefecture, province or nation. */
function servingOf(directory: Directory, division: string): PlatformEntry | undefined {
  const around = directory.platforms.filter((platform) => isWithin(division, platform.division));
  return around.toSorted((a, b) => directory.pathTo(b.division).length - directory.pathTo(a.division).length)[0];
}

/**
 * What a letter about a case says, to the platform for which it was sealed.
 * @throws Problem platform-untrusted, input-invalid
 */
export function openCase(text: string, { place, otherPlace }: { readonly place: string; readonly otherPlace: string }): ToldCase {
  const parsed = aToldCase.safeParse(parseOrUndefined(text));
  if (!parsed.success)
    throw new Problem('input-invalid', 'What was sealed does not have its form', { at: parsed.error.issues[0]?.path.join('.') });
  if (parsed.data.place !== place || parsed.data.otherPlace !== otherPlace)
    throw new Problem('platform-untrusted', 'What was sealed is of other places', { at: 'place' });
  return parsed.data;
}
