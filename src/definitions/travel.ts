import { hash } from 'node:crypto';
import { z } from 'zod';
import { Problem, parseOrUndefined } from '../kernel/index.ts';
import { isWithin } from '../standards/index.ts';
import type { Database, Sql } from '../store/index.ts';
import type { Composition } from './compose.ts';
import { addEdition, lastPosition, lockEditions, readEditions } from './editions.ts';
import { type Holding, holdingsBelow, replaceHoldings } from './holdings.ts';

/** Path at which a platform is asked for definitions by those directly below. */
export const DEFINITIONS_PATH = '/platform/definitions';

const aCode = z.string().min(1).max(60);
const anEdition = z.object({
  code: aCode,
  version: aCode,
  origin: z.string().regex(/^\d{6}$/),
  position: z.int().min(1),
  digest: z.string().max(100),
  bundle: z.string().max(20_000_000),
  publishedAt: z.iso.datetime(),
});
const aHolding = z.object({
  platform: z.string().regex(/^\d{6}$/),
  code: aCode,
  version: aCode,
  origin: z.string().regex(/^\d{6}$/),
  digest: z.string().max(100),
  state: z.enum(['in-force', 'coming', 'past', 'overruled', 'refused']),
  problem: z.string().max(500).optional(),
});

/** What a platform asks of the one above: what is beyond a position, and, where that has changed, what it and those below hold. */
export const askedDefinitions = z.looseObject({
  after: z.int().min(0),
  holdings: z.array(aHolding).max(200_000).optional(),
});
type Asked = z.output<typeof askedDefinitions>;

const answered = z.looseObject({ editions: z.array(anEdition), last: z.int().min(0) });
type Answered = z.output<typeof answered>;

/** A bundle has some hundred kilobytes: an answer that was cut off costs little to ask for again. */
const EDITIONS_AT_ONCE = 4;

/**
 * Answers a platform directly below, and keeps what it tells.
 * @param path platforms from the topmost one down to this one: editions of others are not sent on
 * @throws Problem platform-untrusted where the sender speaks for others
 */
export async function answerDefinitions(
  database: Database,
  path: readonly string[],
  sender: string,
  { after, holdings }: Asked,
): Promise<Answered> {
  const foreign = holdings?.find(({ platform }) => !isWithin(platform, sender));
  if (foreign) throw new Problem('platform-untrusted', `${sender} may not speak for ${foreign.platform}`, { at: 'holdings' });
  return database.begin(async (tx) => {
    if (holdings) await replaceHoldings(tx, sender, holdings);
    const last = await lastPosition(tx);
    const editions = await readEditions(tx, after <= last ? after : 0, EDITIONS_AT_ONCE);
    return {
      editions: editions
        .filter(({ origin }) => path.includes(origin))
        .map(({ code, version, origin, position, digest, bundle, publishedAt }) => ({
          ...{ code, version, origin, position, digest, bundle, publishedAt },
        })),
      last: editions.at(-1)?.position ?? last,
    };
  });
}

export interface Pulling {
  readonly database: Database;
  /** Platforms from the topmost one down to this one. */
  readonly path: readonly string[];
  /** What this platform makes of what it knows. */
  readonly composition: () => Composition;
  /** Asks the platform above; resolves to its answer. */
  readonly ask: (json: string) => Promise<string>;
}

interface Link {
  readonly received: number;
  readonly told: string | null;
}

/**
 * Asks the platform above for what is newer, and tells it what is held here. What came and how far it goes are kept in one
 * transaction, so that a pull that is cut off goes on where it was, and none is taken twice.
 * @returns how many are new here, and whether there may be more
 * @throws Problem input-invalid where the answer is none, platform-unreachable, deadline-passed
 */
export async function pullDefinitions({
  database,
  path,
  composition,
  ask,
}: Pulling): Promise<{ added: number; isMore: boolean }> {
  const [link] = await database.sql<Link[]>`select received, told from definitions.link`;
  if (!link) throw new Error('definitions.link has its one row');
  const holdings = [...ownHoldings(path, composition()), ...(await holdingsBelow(database.sql))];
  const told = hash('sha256', JSON.stringify(holdings), 'base64url');
  const isNews = told !== link.told;
  const text = await ask(JSON.stringify({ after: link.received, ...(isNews ? { holdings } : {}) }));
  const answer = readAnswer(text);
  const added = await database.begin((tx) => keepAnswer(tx, path, answer, told));
  return { added, isMore: added > 0 || answer.last !== link.received };
}

function readAnswer(text: string): Answered {
  const parsed = answered.safeParse(parseOrUndefined(text));
  if (parsed.success) return parsed.data;
  throw new Problem('input-invalid', 'The answer does not have its form', { at: parsed.error.issues[0]?.path.join('.') });
}

async function keepAnswer(tx: Sql, path: readonly string[], { editions, last }: Answered, told: string): Promise<number> {
  await lockEditions(tx);
  const above = path.slice(0, -1);
  let added = 0;
  for (const edition of editions) {
    if (!above.includes(edition.origin) || hash('sha256', edition.bundle, 'base64url') !== edition.digest)
      throw new Problem('platform-untrusted', 'A definition is not of a platform above, or was changed on its way', {
        at: 'editions',
      });
    if (await addEdition(tx, edition)) added++;
  }
  await tx`update definitions.link set received = ${last}, told = ${told}, asked_at = now()`;
  return added;
}

const ownHoldings = (path: readonly string[], { all }: Composition): readonly Holding[] =>
  all.flatMap(({ edition, state, faults: [fault] }) =>
    edition
      ? [
          {
            platform: path.at(-1) ?? '',
            ...{ code: edition.code, version: edition.version, origin: edition.origin, digest: edition.digest, state },
            ...(fault ? { problem: `${fault.at}: ${fault.text.en}`.slice(0, 500) } : {}),
          },
        ]
      : [],
  );
