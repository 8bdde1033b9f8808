import type { JWK } from 'jose';
import { Problem } from '../../kernel/index.ts';
import { isWithin } from '../../standards/index.ts';
import type { Database, Sql } from '../../store/index.ts';
import type { Directory, PlatformEntry } from '../directory/index.ts';
import { type Caller, callNeighbour } from '../exchange/index.ts';
import { openCase } from './case-notice.ts';
import { type CarriedLetter, type LetterBody, letterBody, NOTICE_PATH, openLetter, sealLetter } from './letter.ts';
import { dueLetters, keepLetter, postponeLetter, removeLetter, type WaitingLetter, writeLetter } from './letter-rows.ts';
import { insertNotice, markNotice, type Told, toldMove } from './notice-rows.ts';

export interface Carrying {
  readonly database: Database;
  readonly caller: Caller;
  readonly directory: Directory;
  /** Reads what was sealed for this platform; undefined where it was not. */
  readonly unseal: (sealed: string) => Promise<string | undefined>;
}

const AT_ONCE = 100;
const MAX_HOPS = 10;
const TIMEOUT_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** The neighbour is not there: its other letters would fare no better. */
const LINK_DOWN: ReadonlySet<string> = new Set(['platform-unreachable', 'deadline-passed']);

/** Where a letter goes next: to a neighbour, or nowhere, since it is for this platform, or for none. */
function nextHop(directory: Directory, here: string, recipient: string): PlatformEntry | 'here' | undefined {
  if (isWithin(recipient, here)) return directory.nextDown(here, recipient) ?? 'here';
  return directory.find(directory.find(here)?.upper ?? '');
}

/**
 * Hands on the letters that are due, one hop each, in their order. What a neighbour does not take is tried again, later and later; the
 * next platform has it before it is removed here, so nothing is lost, and a repeat does nothing there.
 * @returns whether there may be more
 */
export async function carryLetters(carrying: Carrying): Promise<boolean> {
  const { database, caller, directory } = carrying;
  const letters = await dueLetters(database.sql, AT_ONCE);
  const down = new Map<string, string>();
  for (const letter of letters) {
    const next = nextHop(directory, caller.division, letter.recipient);
    if (next === 'here' || next === undefined) {
      await settleHere(carrying, letter, next === 'here');
      continue;
    }
    const problem = down.get(next.division) ?? (await handOn(carrying, letter, next));
    if (problem === undefined) continue;
    if (LINK_DOWN.has(problem)) down.set(next.division, problem);
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(letter.tries, 10)) * (0.5 + Math.random() / 2);
    await postponeLetter(database.sql, letter.id, wait, problem);
  }
  return letters.length === AT_ONCE;
}

/** @returns code of the problem where it was not taken */
async function handOn({ database, caller }: Carrying, letter: WaitingLetter, next: PlatformEntry): Promise<string | undefined> {
  const { id, sender, recipient, body, hops } = letter;
  try {
    const signature = letter.signature ?? (await sealLetter(caller.key, sender, recipient, body));
    const carried: CarriedLetter = { sender, recipient, body, signature, hops: hops + 1 };
    await callNeighbour(caller, next, NOTICE_PATH, JSON.stringify(carried), TIMEOUT_MS);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.code;
    throw thrown;
  }
  await database.begin(async (tx) => {
    await removeLetter(tx, id);
    const says = letterBody.parse(JSON.parse(body));
    if (isTelling(says) && sender === caller.division) await markNotice(tx, says.notice, 'sent', new Date().toISOString());
  });
  return undefined;
}

/** A letter that waits here and goes no further: its division has come to be of this platform, or of none. */
async function settleHere(carrying: Carrying, letter: WaitingLetter, isMine: boolean): Promise<void> {
  const { database, caller } = carrying;
  const says = letterBody.parse(JSON.parse(letter.body));
  await database.begin(async (tx) => {
    await removeLetter(tx, letter.id);
    if (isMine) await deliver(tx, carrying, letter.sender, says);
    else if (letter.sender === caller.division) await markNotice(tx, says.notice, 'undeliverable', new Date().toISOString());
    else await returnLetter(tx, caller.division, letter.sender, says);
  });
}

/** Of a notice its sender is told; an answer that cannot be delivered is let go. */
async function returnLetter(tx: Sql, here: string, sender: string, letter: LetterBody): Promise<void> {
  const { notice } = letter;
  if (isTelling(letter)) await writeLetter(tx, here, sender, { says: 'undeliverable', notice, at: new Date().toISOString() });
}

/**
 * Takes a letter from a neighbour: what is for this platform is entered, what is for another one is kept to be carried on, in one
 * transaction each.
 * @throws Problem platform-untrusted, input-invalid
 */
export async function receiveLetter(carrying: Carrying, neighbour: string, letter: CarriedLetter): Promise<void> {
  const { database, caller, directory } = carrying;
  const here = caller.division;
  const { sender, recipient, hops } = letter;
  const isFromAbove = directory.find(here)?.upper === neighbour;
  if (isFromAbove ? !isWithin(recipient, here) : !isWithin(sender, neighbour))
    throw new Problem('platform-untrusted', `${neighbour} does not carry such letters here`, { at: 'recipient' });
  if (hops > MAX_HOPS) throw new Problem('input-invalid', 'The letter goes round in circles', { at: 'hops' });
  const keyOf = (division: string): JWK | undefined => directory.find(division)?.publicKey;
  const says = await openLetter(letter, keyOf);
  refuseForeign(letter, says);
  const next = nextHop(directory, here, recipient);
  await database.begin(async (tx) => {
    if (next === 'here') await deliver(tx, carrying, sender, says);
    else if (next === undefined) await returnLetter(tx, here, sender, says);
    else await keepLetter(tx, letter, says);
  });
}

/** Each platform speaks of its own places only, and answers who told it something. */
function refuseForeign({ sender, recipient }: CarriedLetter, letter: LetterBody): void {
  const { says, notice } = letter;
  const told = letter.says === 'notice' ? letter.move : letter.says === 'case' ? letter : undefined;
  const isOwn =
    told !== undefined
      ? told.otherPlace === recipient && isWithin(told.place, sender) && notice.startsWith(`${sender}/`)
      : notice.startsWith(`${says === 'withdrawn' ? sender : recipient}/`);
  if (!isOwn) throw new Problem('platform-untrusted', 'The letter is about a notice of another platform', { at: 'notice' });
}

/** Enters what a letter for this platform says. */
async function deliver(tx: Sql, carrying: Carrying, sender: string, letter: LetterBody): Promise<void> {
  const here = carrying.caller.division;
  const { notice: id, at } = letter;
  if (!isTelling(letter)) {
    const { says } = letter;
    const told = await markNotice(tx, id, says, at);
    const isAnswer = says === 'arrived' || says === 'acknowledged';
    if (told && isAnswer && !isWithin(told.otherPlace, sender))
      throw new Problem('platform-untrusted', `${sender} does not serve the place that was told`, { at: 'notice' });
    return;
  }
  const told = await toldIn(carrying, letter);
  if (!told) return returnLetter(tx, here, sender, letter);
  await insertNotice(tx, { ...told, id, direction: 'incoming', madeAt: at });
  const [origin = ''] = id.split('/');
  await writeLetter(tx, here, origin, { says: 'arrived', notice: id, at: new Date().toISOString() });
}

type Telling = Extract<LetterBody, { readonly says: 'notice' | 'case' }>;
const isTelling = (letter: LetterBody): letter is Telling => letter.says === 'notice' || letter.says === 'case';

/** What a letter tells, from the view of this place; undefined where it was sealed for another platform. */
async function toldIn(
  { unseal }: Carrying,
  letter: Telling,
): Promise<(Told & { place: string; otherPlace: string }) | undefined> {
  if (letter.says === 'notice') {
    const { move } = letter;
    return { ...toldMove(move), place: move.otherPlace, otherPlace: move.place };
  }
  const text = await unseal(letter.sealed);
  if (text === undefined) return undefined;
  const told = openCase(text, letter);
  const { number, onsetOn, place, otherPlace } = told;
  return { kind: 'case', number, happenedOn: onsetOn, content: told, about: told.case, place: otherPlace, otherPlace: place };
}
