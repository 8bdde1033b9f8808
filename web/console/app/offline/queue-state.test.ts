import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterAttempt, asAdditional, knowing, type Outcome, type QueuedContact, sendAll } from './queue-state.ts';

const why = { code: 'contact-conflict', titles: { zh: '有变', en: 'changed' }, faults: [] };
const aQueued = (more: Partial<QueuedContact> = {}): QueuedContact => ({
  ...{ id: 'k1', madeAtMs: 1, resident: 'r1', programme: 'hypertension', activity: 'follow-up', step: '' },
  who: { name: '', sex: 'unknown', birthDate: '', last: '' },
  ...{ on: '2026-03-02', place: '', values: {}, confirmed: [], known: {} },
  basis: { resident: 'r1', definition: '2017/follow-up', division: '350102', died: false, contacts: [] },
  state: { is: 'waiting' },
  ...more,
});

/** What happens to one request on its way. */
type Fate = 'arrives' | 'lost before' | 'answer lost' | 'refused';

/** A platform that keeps keys, as the real one does, and a network that fails as it is told. */
function aPlatform(fates: readonly Fate[]) {
  const written = new Map<string, string>();
  const contacts = new Map<string, string[]>();
  let at = 0;
  const write = (one: QueuedContact): Outcome => {
    const before = written.get(one.id);
    if (before) return { is: 'written', contact: before };
    const known = contacts.get(one.resident) ?? [];
    if (known.some((each) => !one.basis.contacts.includes(each))) return { is: 'conflict', why };
    const contact = `e${written.size + 1}`;
    written.set(one.id, contact);
    contacts.set(one.resident, [...known, `${contact}/1`]);
    return { is: 'written', contact };
  };
  const send = async (one: QueuedContact): Promise<Outcome> => {
    const fate = fates[at++] ?? 'arrives';
    if (fate === 'lost before') return { is: 'unanswered' };
    if (fate === 'refused') return { is: 'refused', why };
    const outcome = write(one);
    return fate === 'answer lost' ? { is: 'unanswered' } : outcome;
  };
  return { send, written, contacts };
}

function aDevice(queue: readonly QueuedContact[]) {
  const kept = new Map(queue.map((one) => [one.id, one]));
  return {
    kept,
    all: async () => [...kept.values()],
    keep: async (changed: readonly QueuedContact[]) => {
      for (const one of changed) kept.set(one.id, one);
    },
  };
}

const run = (device: ReturnType<typeof aDevice>, platform: ReturnType<typeof aPlatform>, signal = new AbortController().signal) =>
  sendAll({ all: device.all, keep: device.keep, send: platform.send, onProgress: () => {}, signal, nowMs: () => 5 });

const fates = fc.array(fc.constantFrom<Fate>('arrives', 'lost before', 'answer lost', 'refused'), { maxLength: 30 });
const queues = fc
  .array(fc.record({ resident: fc.constantFrom('r1', 'r2', 'r3'), step: fc.constantFrom('', '6m', '8m') }), { maxLength: 8 })
  .map((all) => all.map((one, at) => aQueued({ ...one, id: `k${at}`, madeAtMs: 100 - at })));

describe('sending', () => {
  test('whatever the network does, each contact is written at most once, and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(queues, fates, async (queue, some) => {
        const [device, platform] = [aDevice(queue), aPlatform(some)];

        for (let attempt = 0; attempt <= some.length; attempt++) await run(device, platform);

        expect([...device.kept.keys()].toSorted()).toEqual(queue.map(({ id }) => id).toSorted());
        expect(new Set(platform.written.values()).size).toBe(platform.written.size);
        for (const { id, state } of device.kept.values()) {
          expect(state.is).not.toBe('waiting');
          if (state.is === 'sent') expect(state.contact).toBe(platform.written.get(id));
          // what was refused may have been written by the attempt before, whose answer was lost; it is never told as sent twice
          if (state.is === 'conflict') expect(platform.written.has(id)).toBe(false);
        }
      }),
    );
  });

  test('what one’s own queue wrote is no conflict for the rest of it', async () => {
    await fc.assert(
      fc.asyncProperty(queues, fates, async (queue, some) => {
        const network = some.filter((fate) => fate !== 'refused');
        const [device, platform] = [aDevice(queue), aPlatform(network)];

        for (let attempt = 0; attempt <= network.length; attempt++) await run(device, platform);

        expect([...device.kept.values()].map(({ state }) => state.is)).toEqual(queue.map(() => 'sent'));
        expect(platform.written.size).toBe(queue.length);
      }),
    );
  });

  test('is stopped after what is on its way, and goes on from there', async () => {
    const queue = ['a', 'b', 'c'].map((id, at) => aQueued({ id, resident: id, madeAtMs: at }));
    const [device, platform, stopping] = [aDevice(queue), aPlatform([]), new AbortController()];
    const send = (one: QueuedContact) => {
      if (one.id === 'b') stopping.abort();
      return platform.send(one);
    };

    await run(device, { ...platform, send }, stopping.signal);

    expect([...platform.written.keys()]).toEqual(['a', 'b']);
    await run(device, platform);
    expect([...platform.written.keys()]).toEqual(['a', 'b', 'c']);
  });

  test('a contact that was taken away meanwhile is not sent', async () => {
    const device = aDevice([aQueued({ id: 'a', madeAtMs: 1 }), aQueued({ id: 'b', resident: 'r2', madeAtMs: 2 })]);
    const platform = aPlatform([]);
    const send = (one: QueuedContact) => {
      device.kept.delete('b');
      return platform.send(one);
    };

    await run(device, { ...platform, send });

    expect([...platform.written.keys()]).toEqual(['a']);
  });
});

describe('a contact in the queue', () => {
  test('that was sent stays so, whatever comes after', () => {
    const sent = aQueued({ state: { is: 'sent', contact: 'e1', atMs: 1 } });

    expect(afterAttempt(sent, { is: 'refused', why }, 2)).toBe(sent);
    expect(asAdditional(sent, sent.basis)).toBe(sent);
  });

  test('in conflict waits again on what is there now, once a person has said so', () => {
    const now = { ...aQueued().basis, contacts: ['e7/2'] };

    const again = asAdditional(aQueued({ state: { is: 'conflict', why } }), now);

    expect(again).toMatchObject({ state: { is: 'waiting' }, basis: { contacts: ['e7/2'] } });
  });

  test('of another resident or activity learns nothing from what was written', () => {
    const written = aQueued();

    expect(knowing(aQueued({ id: 'k2', resident: 'r2' }), written, 'e1').basis.contacts).toEqual([]);
    expect(knowing(aQueued({ id: 'k2', activity: 'exam' }), written, 'e1').basis.contacts).toEqual([]);
    expect(knowing(aQueued({ id: 'k2' }), written, 'e1').basis.contacts).toEqual(['e1/1']);
  });
});
