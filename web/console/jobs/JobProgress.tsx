import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JobRow } from '../../../src/jobs/contract.ts';
import { isOpen, percentOf, useJobWords } from './job-words.ts';

/** How far a job is: a bar while it is not done, and the count. */
export function JobProgress({ job }: { readonly job: JobRow }) {
  const { t } = useTranslation('jobs');
  const words = useJobWords();
  const hasBar = job.state !== 'done' && job.total !== undefined;
  return (
    <span className="job-progress">
      {hasBar && (
        <Progress
          percent={percentOf(job)}
          size="small"
          status={job.state === 'failed' ? 'exception' : 'normal'}
          {...(isOpen(job) ? {} : { strokeColor: job.state === 'failed' ? 'var(--mk-danger)' : 'var(--mk-text-2)' })}
          format={(percent) => `${percent}%`}
          aria-label={t('progressOf', { title: words.title(job) })}
        />
      )}
      <span className={job.state === 'waiting' && job.done === 0 ? 'muted' : 'numeric nowrap'}>{words.progress(job)}</span>
    </span>
  );
}
