import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Gatherer } from './gather.ts';

/** Asked for as `key:content`; `bad` makes whatever holds it fail, `lost` loses the connection. */
function recorder(lastMs: (group: readonly string[]) => number = () => 10) {
  const done: string[][] = [];
  const work = async (group: readonly string[]) => {
    await sleep(lastMs(group));
    if (group.some((one) => one.includes('lost'))) throw new Error('lost');
    if (group.some((one) => one.includes('bad'))) throw new Error('bad');
    done.push([...group]);
    return group.map((one) => `answer to ${one}`);
  };
  const gatherer = new Gatherer<string, string>({
    together: work,
    alone: async (asked) => (await work([asked]))[0] ?? '',
    keyOf: (asked) => asked.split(':')[0] ?? '',
    isOfOne: (thrown) => thrown instanceof Error && thrown.message !== 'lost',
  });
  return { done, gatherer };
}

const askAll = (gatherer: Gatherer<string, string>, asked: readonly string[]) =>
  Promise.allSettled(asked.map((one) => gatherer.ask(one)));

describe('what is asked for at the same time', () => {
  test('is done in groups, in the order of coming, and each gets its own answer', async () => {
    const { done, gatherer } = recorder();
    const asked = Array.from({ length: 150 }, (_, index) => `k${index}`);

    const answers = await Promise.all(asked.map((one) => gatherer.ask(one)));

    expect(answers).toEqual(asked.map((one) => `answer to ${one}`));
    expect(done.flat()).toEqual(asked);
    expect(done.map(({ length }) => length)).toEqual([1, 64, 64, 21]);
  });

  test('is never gathered with another of its key: that one follows', async () => {
    const { done, gatherer } = recorder();

    await askAll(gatherer, ['a:1', 'b:1', 'c:1', 'b:2', 'd:1', 'b:3']);

    expect(done).toEqual([['a:1'], ['b:1', 'c:1', 'd:1'], ['b:2'], ['b:3']]);
  });

  test('fails alone', async () => {
    const { done, gatherer } = recorder();

    const results = await askAll(gatherer, ['a', 'b', 'bad', 'c']);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual([['a'], ['b'], ['c']]);
  });

  test('is not tried again where nobody knows what became of it', async () => {
    const { done, gatherer } = recorder();

    const results = await askAll(gatherer, ['a', 'b', 'lost', 'c']);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(done).toEqual([['a']]);
  });

  test('waits for those it was done with the last time, and not for long', async () => {
    const { done, gatherer } = recorder();
    await askAll(gatherer, ['a', 'b', 'c', 'd']);

    const [first] = [gatherer.ask('e')];
    await Promise.resolve();
    await askAll(gatherer, ['f', 'g']);
    await first;
    await gatherer.ask('h');

    expect(done.slice(2)).toEqual([['e', 'f', 'g'], ['h']]);
  });

  test('of the same key waits for it, however long it takes', async () => {
    const { done, gatherer } = recorder(([first]) => (first === 'a:long' ? 200 : 1));

    await askAll(gatherer, ['a:long', 'a:2', 'b:1', 'a:3']);

    expect(done).toEqual([['b:1'], ['a:long'], ['a:2'], ['a:3']]);
  });

  test('does not wait for what takes long', async () => {
    const { done, gatherer } = recorder(([first]) => (first === 'long' ? 400 : 1));
    const long = gatherer.ask('long');

    await askAll(gatherer, ['a', 'b']);

    expect(done).toEqual([['a', 'b']]);
    await long;
    expect(done.at(-1)).toEqual(['long']);
  });
});
