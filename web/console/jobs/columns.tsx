import { useTranslation } from 'react-i18next';
import type { JobRow } from '../../../src/jobs/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { JobActions } from './JobActions.tsx';
import { JobProgress } from './JobProgress.tsx';
import { JobState } from './JobState.tsx';
import { useJobWords } from './job-words.ts';

/** Columns of the list of jobs; the export writes the same in words. */
export function useJobColumns(onFiles: (id: string) => void): readonly ListColumn<JobRow>[] {
  const { t } = useTranslation('jobs');
  const words = useJobWords();
  const instant = (key: 'createdAt' | 'startedAt' | 'finishedAt' | 'expiresAt', optional = false): ListColumn<JobRow> => ({
    key,
    title: t(key),
    text: (job) => job[key] && formatInstant(job[key]),
    cell: (job) => <Instant at={job[key]} />,
    width: 150,
    optional,
  });
  return [
    { key: 'kind', title: t('kind'), text: words.title },
    { key: 'owner', title: t('owner'), text: words.owner, width: 120 },
    {
      key: 'state',
      title: t('state'),
      text: (job) => {
        const why = words.why(job);
        return why ? t('stateWhy', { state: words.state(job), why }) : words.state(job);
      },
      cell: (job) => <JobState job={job} />,
      width: 180,
    },
    { key: 'progress', title: t('progress'), text: words.progress, cell: (job) => <JobProgress job={job} />, width: 190 },
    instant('createdAt', true),
    instant('startedAt'),
    instant('finishedAt'),
    { key: 'took', title: t('took'), text: words.took, width: 90 },
    instant('expiresAt', true),
    { key: 'error', title: t('error'), text: ({ error }) => error, optional: true },
    { key: 'id', title: t('id'), text: ({ id }) => id, optional: true },
    {
      key: 'operate',
      title: t('operate'),
      text: () => undefined,
      cell: (job) => <JobActions job={job} onFiles={onFiles} />,
      width: 140,
    },
  ];
}

function Instant({ at }: { readonly at: string | undefined }) {
  if (at === undefined) return null;
  return (
    <time className="nowrap" dateTime={at}>
      {formatInstant(at)}
    </time>
  );
}
