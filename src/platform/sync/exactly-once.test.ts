import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { anIdentityNumber } from '../../../tests/support/people.ts';
import { Problem } from '../../kernel/index.ts';
import { identityNumber } from '../../standards/index.ts';
import type { Database, ScopedStore } from '../../store/index.ts';
import { receiveBatch } from './incoming.ts';
import { acknowledge, nextBatch, type Pending } from './outgoing.ts';
import { type IndexState, indexState, quietStore, sendAll } from './testing.ts';

const HOME = '350102';
const PEOPLE = 3;

/** What somebody does at the county, or what the network does to the batches between the two platforms. */
type Step =
  | { readonly kind: 'register' | 'forget'; readonly person: number }
  | { readonly kind: 'record'; readonly record: number; readonly of: number; readonly lifelong: boolean }
  | { readonly kind: 'strike'; readonly record: number }
  | { readonly kind: 'send' | 'acknowledge' | 'send-and-forget' }
  /** One of the batches ever sent arrives, late or again. */
  | { readonly kind: 'arrive'; readonly which: number };

const person = fc.nat({ max: PEOPLE - 1 });
const record = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('register' as const), person }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('record' as const), record, of: person, lifelong: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('strike' as const), record }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), person }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('send' as const, 'acknowledge' as const, 'send-and-forget' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('arrive' as const), which: fc.nat() }) },
);

const NUMBERS = Array.from({ length: PEOPLE }, () => anIdentityNumber());

/** The county as it should be known above: kept by the test, by hand. */
class Truth {
  readonly names = new Map<number, string>();
  readonly records = new Map<number, { readonly of: number; readonly lifelong: boolean }>();

  hasRecords(one: number): boolean {
    return [...this.records.values()].some(({ of }) => of === one);
  }

  state(): IndexState {
    return Object.fromEntries(
      [...this.names].map(([one, name]) => {
        const own = [...this.records.values()].filter(({ of }) => of === one);
        const kinds = Map.groupBy(own, ({ lifelong }) => (lifelong ? 'health_records' : 'medical_records'));
        const holdings = [...kinds].map(([database, all]) => `${database}.Observation ${all.length}`).sort();
        return [`${HOME}/person-${one}`, { name, holdings, numbers: [NUMBERS[one] ?? ''] }];
      }),
    );
  }
}

/** Carries out the steps of the county; what a store would refuse is left out. */
async function live(store: ScopedStore, truth: Truth, now: Step, turn: number): Promise<void> {
  if (now.kind === 'register') {
    const name = `人${turn}`;
    const identifier = [{ system: identityNumber, value: NUMBERS[now.person] }];
    await store.put({ resourceType: 'Patient', id: `person-${now.person}`, name: [{ text: name }], identifier }, undefined);
    truth.names.set(now.person, name);
  }
  if (now.kind === 'forget' && truth.names.has(now.person) && !truth.hasRecords(now.person)) {
    await store.delete('Patient', `person-${now.person}`, undefined);
    truth.names.delete(now.person);
  }
  if (now.kind === 'record' && truth.names.has(now.of)) {
    const category = now.lifelong ? { category: [{ coding: [{ code: 'vital-signs' }] }] } : {};
    const subject = { reference: `Patient/person-${now.of}` };
    await store.put(
      { resourceType: 'Observation', id: `record-${now.record}`, status: 'final', subject, ...category },
      undefined,
    );
    truth.records.set(now.record, now);
  }
  if (now.kind === 'strike' && truth.records.has(now.record)) {
    await store.delete('Observation', `record-${now.record}`, undefined);
    truth.records.delete(now.record);
  }
}

/** The link between two platforms, on which batches are lost, come twice, and come late. */
class Link {
  readonly #from: Database;
  readonly #to: Database;
  readonly #sent: Pending[] = [];
  #answered = 0;

  constructor(from: Database, to: Database) {
    this.#from = from;
    this.#to = to;
  }

  async step(now: Step): Promise<void> {
    if (now.kind === 'send' || now.kind === 'send-and-forget') {
      // whoever was killed after sending asks for its batch again, and gets the same one
      const batch = await nextBatch(this.#from, HOME);
      if (batch) this.#sent.push(batch);
      if (batch && now.kind === 'send') await this.#arrive(batch);
    }
    if (now.kind === 'arrive' && this.#sent.length > 0) await this.#arrive(this.#sent[now.which % this.#sent.length]);
    if (now.kind === 'acknowledge' && this.#answered > 0) await acknowledge(this.#from, this.#answered);
  }

  async #arrive(batch: Pending | undefined): Promise<void> {
    try {
      if (batch) this.#answered = (await receiveBatch(this.#to, HOME, batch.body, false)).sequence;
    } catch (thrown) {
      // old ones are refused: that is what the numbers are for
      if (!(thrown instanceof Problem) || thrown.code !== 'batch-differs') throw thrown;
    }
  }
}

describe('batches between two platforms', () => {
  test('in whatever order they are sent, lost, repeated and acknowledged, both end in the same state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 80 }), async (steps) => {
        await using county = await freshDatabase();
        await using prefecture = await freshDatabase();
        const [store, truth, link] = [quietStore(county, HOME), new Truth(), new Link(county, prefecture)];

        for (const [turn, now] of steps.entries()) {
          await live(store, truth, now, turn);
          await link.step(now);
        }
        await sendAll(county, HOME, prefecture);

        expect(await indexState(prefecture)).toEqual(truth.state());
      }),
      { numRuns: 10 },
    );
  });
});
