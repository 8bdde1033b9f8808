import type { CryptoKey, JWK } from 'jose';
import { z } from 'zod';
import { Problem, parseOrUndefined } from '../../kernel/index.ts';
import { importKey, signLetter, verifyLetter } from '../../security/crypto/index.ts';

const aDivision = z.string().regex(/^\d{6,12}$/);
const anId = z.string().min(1).max(100);
const aDay = z.iso.date();

/** What is told of a move: the released form. */
export const aMove = z.object({
  kind: z.enum(['move-in', 'move-out']),
  name: z.string().max(200),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  birthDate: aDay.optional(),
  number: z.string().max(30).optional(),
  happenedOn: aDay,
  /** Where the resident is at home at the platform that tells it, and the other division of the move. */
  place: aDivision,
  otherPlace: aDivision,
});
export type Move = z.output<typeof aMove>;

/** What one platform writes to another: a notice, that it does not hold any more, or what became of it. */
export const letterBody = z.discriminatedUnion('says', [
  z.object({ says: z.literal('notice'), notice: anId, at: z.iso.datetime(), move: aMove }),
  z.object({
    ...{ says: z.literal('case'), notice: anId, at: z.iso.datetime(), place: aDivision, otherPlace: aDivision },
    /** Sealed for the platform that serves the other place. */
    sealed: z.string().max(8000),
  }),
  z.object({ says: z.enum(['withdrawn', 'arrived', 'acknowledged', 'undeliverable']), notice: anId, at: z.iso.datetime() }),
]);
export type LetterBody = z.output<typeof letterBody>;

/** A letter as it is carried. */
export const carriedLetter = z.looseObject({
  sender: z.string().regex(/^\d{6}$/),
  recipient: aDivision,
  /** JSON text, as signed. */
  body: z.string().max(10_000),
  signature: z.string().max(2000),
  hops: z.int().min(0).max(12),
});
export type CarriedLetter = z.output<typeof carriedLetter>;

export const NOTICE_PATH = '/platform/notices';
/** A platform that is down for longer than this gets no letter that was written before. */
const GOOD_FOR_SECONDS = 366 * 24 * 60 * 60;

/** Whoever carries the letter can tell that the sender wrote it, and to whom. */
export const sealLetter = (key: CryptoKey, sender: string, recipient: string, body: string): Promise<string> =>
  signLetter(key, { sender, receiver: recipient, path: NOTICE_PATH }, body, GOOD_FOR_SECONDS);

/**
 * What a letter says, where its sender wrote exactly this.
 * @throws Problem platform-untrusted, input-invalid
 */
export async function openLetter(
  { sender, recipient, body, signature }: CarriedLetter,
  keyOf: (division: string) => JWK | undefined,
): Promise<LetterBody> {
  const key = keyOf(sender);
  if (!key) throw new Problem('platform-untrusted', 'The platform that wrote the letter is not known here', { at: 'sender' });
  await verifyLetter(await importKey(key), { sender, receiver: recipient, path: NOTICE_PATH }, body, signature);
  const parsed = letterBody.safeParse(parseOrUndefined(body));
  if (!parsed.success)
    throw new Problem('input-invalid', 'The letter does not have its form', { at: parsed.error.issues[0]?.path.join('.') });
  return parsed.data;
}
