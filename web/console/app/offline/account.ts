import type { Session } from '../../../../src/security/identity/contract.ts';
import { clearOf, countOf, readAll, readOne, write } from './database.ts';
import { markAccount, markedAccount } from './marker.ts';
import { digest, newKey, type Sealed, seal, unseal } from './seal.ts';

/** How long what was taken along can be read; then it is erased. */
export const VALID_MS = 3 * 24 * 60 * 60 * 1000;
/** A clock that is set back by more than this makes it invalid as well. */
const CLOCK_SLACK_MS = 60 * 60 * 1000;

interface AccountRecord {
  readonly account: string;
  readonly key: CryptoKey;
  readonly takenAtMs: number;
  readonly validUntilMs: number;
  /** Latest time that was seen here. */
  readonly seenMs: number;
  /** Answers of the platform that are nobody’s record, by address. */
  readonly answers: Sealed;
}

/** The account that works here, with the key to what it has. */
export interface Keeper {
  readonly account: string;
  readonly key: CryptoKey;
  readonly takenAtMs: number;
  readonly validUntilMs: number;
}

export type Answers = Readonly<Record<string, unknown>>;

export const accountOf = ({ account: { username }, platform: { division } }: Session): Promise<string> =>
  digest(`minkang ${division} ${username}`);

/** Whether a record may be read at a time. */
export const isValid = (
  { takenAtMs, validUntilMs, seenMs }: Pick<AccountRecord, 'takenAtMs' | 'validUntilMs' | 'seenMs'>,
  nowMs: number,
): boolean => nowMs < validUntilMs && nowMs > Math.max(takenAtMs, seenMs) - CLOCK_SLACK_MS;

/**
 * Whose things are read without network: the account that was signed in last, within validity.
 * What is too old is erased on the way.
 */
export async function findKeeper(nowMs = Date.now()): Promise<(Keeper & { readonly answers: Answers }) | undefined> {
  await eraseExpired(nowMs);
  const account = markedAccount();
  const record = account && (await readOne<AccountRecord>('accounts', account));
  if (!record || !isValid(record, nowMs)) return undefined;
  if (nowMs > record.seenMs) await write(['accounts'], (store) => store('accounts').put({ ...record, seenMs: nowMs }));
  const answers = await unseal<Answers>(record.key, record.account, record.answers).catch(() => undefined);
  return answers && { ...record, answers };
}

/** The same of who is signed in: its queue can be read however old it is. */
export async function keeperOf(session: Session): Promise<Keeper | undefined> {
  return readOne<AccountRecord>('accounts', await accountOf(session));
}

/** Makes an account one that has something here, valid from now on. */
export async function beginKeeping(session: Session, answers: Answers, nowMs = Date.now()): Promise<Keeper> {
  const account = await accountOf(session);
  const key = (await readOne<AccountRecord>('accounts', account))?.key ?? (await newKey());
  const record: AccountRecord = {
    ...{ account, key, takenAtMs: nowMs, validUntilMs: nowMs + VALID_MS, seenMs: nowMs },
    answers: await seal(key, account, answers),
  };
  await write(['accounts'], (store) => store('accounts').put(record));
  markAccount(account);
  return record;
}

/** Whoever signs in becomes the one whose things are read here, if there are any. */
export async function signedInAs(session: Session): Promise<Keeper | undefined> {
  await eraseExpired(Date.now());
  const keeper = await keeperOf(session);
  markAccount(keeper?.account);
  return keeper;
}

/** Erases all that an account has here, its key first of all. */
export async function eraseAccount(account: string): Promise<void> {
  await write(['accounts', 'taken', 'queue', 'drafts'], (store) => {
    store('accounts').delete(account);
    for (const name of ['taken', 'queue', 'drafts'] as const) clearOf(store(name), account);
  });
  if (markedAccount() === account) markAccount(undefined);
}

/** Erases what was taken along and is too old. Of what is queued nothing is lost: it is read again once its account is signed in. */
async function eraseExpired(nowMs: number): Promise<void> {
  for (const record of await readAll<AccountRecord>('accounts')) {
    if (isValid(record, nowMs)) continue;
    if ((await countOf('queue', record.account)) === 0) await eraseAccount(record.account);
    else await eraseTaken(record.account);
  }
}

/** Erases what was taken along, and leaves what is queued. */
export async function eraseTaken(account: string): Promise<void> {
  await write(['taken', 'drafts'], (store) => {
    clearOf(store('taken'), account);
    clearOf(store('drafts'), account);
  });
}
