import { describe, expect, it } from 'vitest';
import type { JobRow } from '../../../src/jobs/contract.ts';
import { isOpen, percentOf, secondsOf } from './job-words.ts';

const job: JobRow = {
  id: 'export-of-the-night',
  kind: 'export',
  title: { zh: '批量导出', en: 'Bulk export' },
  owner: 'statistician',
  state: 'running',
  stopping: false,
  done: 0,
  createdAt: '2026-11-01T08:00:00Z',
};

describe('the bar of a job', () => {
  it.each([
    ['nothing while the whole is not known', { done: 500 }, 0],
    ['nothing of an empty whole', { done: 0, total: 0 }, 0],
    ['the part that is done', { done: 250, total: 1000 }, 25],
    ['not the whole before the last step, though an estimate was passed', { done: 1200, total: 1000 }, 99],
    ['the whole of a job that is done, even of nothing', { state: 'done', done: 0, total: 0 }, 100],
  ] as const)('shows %s', (_, changes, percent) => {
    expect(percentOf({ ...job, ...changes })).toBe(percent);
  });
});

describe('the time of a job', () => {
  const now = Date.parse('2026-11-01T08:02:00Z');

  it('runs while it runs, stands when it has ended, and is none before it starts', () => {
    const started = { ...job, startedAt: '2026-11-01T08:00:30Z' };

    expect(secondsOf(started, now)).toBe(90);
    expect(secondsOf({ ...started, finishedAt: '2026-11-01T08:00:45Z' }, now)).toBe(15);
    expect(secondsOf(job, now)).toBeUndefined();
  });

  it('is never below nought where the clock of the browser is late', () => {
    expect(secondsOf({ ...job, startedAt: '2026-11-01T08:05:00Z' }, now)).toBe(0);
  });
});

it('a job that waits or runs is open', () => {
  const open = (['waiting', 'running', 'done', 'failed', 'cancelled'] as const).filter((state) => isOpen({ state }));

  expect(open).toEqual(['waiting', 'running']);
});
