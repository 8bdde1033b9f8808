import type { Sql } from '../../store/index.ts';
import type { CarriedLetter, LetterBody } from './letter.ts';

/** A letter that waits here. */
export interface WaitingLetter {
  readonly id: string;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  readonly hops: number;
  readonly signature: string | null;
  readonly tries: number;
}

const idOf = ({ notice, says }: LetterBody) => `${notice}/${says}`;

/** Writes a letter of this platform, in the transaction that gives cause for it. A repeat changes nothing. */
export async function writeLetter(tx: Sql, sender: string, recipient: string, body: LetterBody): Promise<void> {
  await tx`
    insert into notices.letter (id, sender, recipient, body, due_at)
    values (${idOf(body)}, ${sender}, ${recipient}, ${JSON.stringify(body)}, now()) on conflict do nothing`;
}

/** Keeps a letter of another platform, to be carried on. A repeat changes nothing. */
export async function keepLetter(tx: Sql, letter: CarriedLetter, says: LetterBody): Promise<void> {
  const { sender, recipient, body, signature, hops } = letter;
  await tx`
    insert into notices.letter (id, sender, recipient, body, signature, hops, due_at)
    values (${idOf(says)}, ${sender}, ${recipient}, ${body}, ${signature}, ${hops}, now()) on conflict do nothing`;
}

/** Letters that are due, in the order in which they came. */
export const dueLetters = (sql: Sql, limit: number): Promise<WaitingLetter[]> =>
  sql<WaitingLetter[]>`
    select id, sender, recipient, body, signature, hops, tries from notices.letter
     where due_at <= now() order by position limit ${limit}`;

/** The letter has been handed on, or has nowhere to go. */
export async function removeLetter(tx: Sql, id: string): Promise<void> {
  await tx`delete from notices.letter where id = ${id}`;
}

/** Tries again later. @param problem code of why it was not handed on */
export async function postponeLetter(sql: Sql, id: string, waitMs: number, problem: string): Promise<void> {
  await sql`
    update notices.letter set tries = tries + 1, problem = ${problem}, due_at = now() + ${waitMs}::float8 * interval '1 millisecond'
     where id = ${id}`;
}
