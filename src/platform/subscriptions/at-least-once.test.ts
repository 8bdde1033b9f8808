import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNotification } from '../../../tests/support/listener.ts';
import { aSubscription } from '../../../tests/support/subscriptions.ts';
import { toSubject } from '../../security/access/index.ts';
import { openAuditLog } from '../../security/audit/index.ts';
import { registerInstitution } from '../../security/identity/index.ts';
import { openStore, type Store, wholePlatform } from '../../store/index.ts';
import { storeForTests, testCatalogue } from '../../store/testing.ts';
import { type Delivery, deliver } from './deliver.ts';
import { guardSubscriptions } from './guard.ts';
import { takeDue } from './leases.ts';
import { matchChanges } from './match.ts';
import type { Post } from './post.ts';
import { keepSubscriptions, subscriberReader } from './subscribers.ts';

/** What happens, in any order: somebody writes, the feed is read, a process serves; and how that goes. */
type Step =
  | { readonly kind: 'write'; readonly count: number }
  | { readonly kind: 'match' }
  /** `arrives-unheard`: the endpoint has it, and the platform does not learn of it. `dies`: the process ends meanwhile. */
  | { readonly kind: 'serve'; readonly how: 'accepted' | 'refused' | 'arrives-unheard' | 'dies-before' | 'dies-after' }
  | { readonly kind: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('write' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'match' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('serve' as const),
      how: fc.constantFrom(
        'accepted' as const,
        'refused' as const,
        'arrives-unheard' as const,
        'dies-before' as const,
        'dies-after' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'wait' as const }) },
);

const rules = { trusted: ['hospital.example'], loopback: false };
const key = new Uint8Array(32);
const bearer = {
  id: 'hospital',
  role: 'institution-system',
  place: '350102',
  scopes: ['system/*.cruds'],
  name: { zh: '医院', en: 'Hospital' },
  institution: undefined,
};

/** A platform without anything that runs in the background, with one subscriber to observations. */
async function quietPlatform(maxCount: number) {
  const base = await storeForTests();
  const { database } = base;
  const clock = { at: Date.parse('2026-11-01T08:00:00Z') };
  const store: Store = openStore({
    database,
    catalogue: testCatalogue,
    placeOf: () => '350102',
    now: () => new Date(clock.at),
    validate: () => undefined,
    guard: guardSubscriptions(key),
    participants: [keepSubscriptions(rules)],
  });
  await registerInstitution(database.sql, { ...bearer, clientId: bearer.id, clientSecret: 'secret', institution: bearer.name });
  const { scope } = toSubject(bearer, testCatalogue);
  await store.as(scope).create(aSubscription({ endpoint: 'https://hospital.example/notify', maxCount }));
  return { base, store, clock, all: store.as(wholePlatform), read: subscriberReader(rules) };
}

class Died extends Error {}

describe('notifications', () => {
  test('however attempts fail and processes die, every event is told at least once, and first tellings come in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 20, maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        async (steps, maxCount) => {
          const { base, store, clock, all, read } = await quietPlatform(maxCount);
          await using _closed = base;
          const { sql } = base.database;
          const heard: number[] = [];
          let written = 0;
          const delivery: Delivery = {
            ...{ store, audit: openAuditLog(sql), base: 'https://gulou.example/fhir', division: '350102', sealKey: key },
            ...{ now: () => new Date(clock.at), offAfterMs: Number.POSITIVE_INFINITY, counted: () => {} },
          };
          const postAs =
            (how: (Step & { kind: 'serve' })['how']): Post =>
            async ({ body }) => {
              if (how === 'dies-before') throw new Died();
              if (how === 'refused') return 'answered 503';
              heard.push(...readNotification(body).told.map(({ number }) => number));
              if (how === 'dies-after') throw new Died();
              return how === 'accepted' ? undefined : 'no answer within 10 s';
            };
          const serve = async (how: (Step & { kind: 'serve' })['how']) => {
            const leases = await takeDue(sql, read, new Date(clock.at), crypto.randomUUID(), { any: 10, failing: 10 });
            for (const lease of leases)
              await deliver(delivery, postAs(how), lease, new AbortController().signal).catch((thrown: unknown) => {
                if (!(thrown instanceof Died)) throw thrown;
              });
            return leases.length > 0;
          };
          const match = () => matchChanges({ store, read });
          const live = async (now: Step) => {
            if (now.kind === 'match') await match();
            if (now.kind === 'serve') await serve(now.how);
            // longer than any lease and any pause after failures
            if (now.kind === 'wait') clock.at += 10 * 60 * 1000;
            if (now.kind !== 'write') return;
            for (let count = 0; count < now.count; count++)
              await all.create({ resourceType: 'Observation', status: 'final', code: { text: '血红蛋白' } });
            written += now.count;
          };

          for (const now of steps) await live(now);
          // transactions of other tests may hold back the feed
          while (await isBehind(sql)) await match();
          clock.at += 10 * 60 * 1000;
          while (await serve('accepted'));

          const first = heard.filter((number, index) => heard.indexOf(number) === index);
          expect(first).toEqual(Array.from({ length: written }, (_, index) => index + 1));
        },
      ),
      { numRuns: 12 },
    );
  });
});

/** Whether an observation has no event yet. */
async function isBehind(sql: Store['database']['sql']): Promise<boolean> {
  const [row] = await sql<{ behind: boolean }[]>`
    select (select count(*) from store.change where type = 'Observation') > (select count(*) from subscriptions.event) as behind`;
  return row?.behind === true;
}
