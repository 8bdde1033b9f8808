import { useTranslation } from 'react-i18next';
import type { JobRow, JobState } from '../../../src/jobs/contract.ts';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import { useBilingual, useLanguage } from '../../ui/language.ts';

export const states: readonly JobState[] = ['waiting', 'running', 'done', 'failed', 'cancelled'];

/** How often a job under way is asked for. */
export const LIVE_MS = 1_000;

export const isOpen = ({ state }: Pick<JobRow, 'state'>): boolean => state === 'waiting' || state === 'running';

/** Whole seconds from its start to its end, or to now; undefined before it starts. */
export function secondsOf({ startedAt, finishedAt }: JobRow, nowMs: number): number | undefined {
  if (startedAt === undefined) return undefined;
  const end = finishedAt === undefined ? nowMs : Date.parse(finishedAt);
  return Math.max(0, Math.round((end - Date.parse(startedAt)) / 1_000));
}

/** A hundredth part of the work is never left out, nor the whole said before it is done. */
export function percentOf({ state, done, total }: Pick<JobRow, 'state' | 'done' | 'total'>): number {
  if (state === 'done') return 100;
  if (!total) return 0;
  return Math.min(99, Math.floor((100 * done) / total));
}

/** A job in words, for cell, drawer and export alike. */
export function useJobWords() {
  const { t } = useTranslation('jobs');
  const language = useLanguage();
  const name = useBilingual();
  const number = (value: number) => formatNumber(value, language);
  return {
    title: ({ title }: JobRow) => name(title),
    owner: ({ owner, ownerName }: JobRow) => (ownerName ? name(ownerName) : owner === 'platform' ? t('platform') : owner),
    state: ({ state, stopping }: JobRow) => (stopping ? t('stopping') : t(state)),
    why: ({ errorTitle }: JobRow) => errorTitle && name(errorTitle),
    progress: ({ state, done, total }: JobRow) => {
      if (state === 'waiting' && done === 0) return t('notBegun');
      if (state === 'done' || total === undefined) return t('doneAlone', { done: number(done) });
      return t('doneOf', { done: number(done), total: number(total) });
    },
    took: (job: JobRow) => {
      const seconds = secondsOf(job, Date.now());
      return seconds === undefined ? undefined : formatSpan(seconds, language);
    },
  };
}
