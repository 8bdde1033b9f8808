import { Button, Drawer, Popconfirm, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JobDetail } from '../../../src/server/bulk/contract.ts';
import { FactList } from '../../ui/FactList.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { useSession } from '../app/session.tsx';
import { ExportFiles } from './ExportFiles.tsx';
import { useJobFacts } from './facts.ts';
import { JobActions } from './JobActions.tsx';
import { JobProgress } from './JobProgress.tsx';
import { JobState } from './JobState.tsx';
import { isOpen, LIVE_MS, useJobWords } from './job-words.ts';
import { useOperation } from './operation.ts';

const IDLE_MS = 60_000;

/** One job in full, live; of an export its files. */
export function JobDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('jobs');
  const words = useJobWords();
  const job = useAnswer<JobDetail>(`/api/jobs/${encodeURIComponent(id)}`, {
    enabled: id !== '',
    refetchInterval: (last) => (last && isOpen(last) ? LIVE_MS : IDLE_MS),
  });
  return (
    <Drawer
      open={id !== ''}
      onClose={onClose}
      size="min(640px, 100vw)"
      title={job.data ? words.title(job.data) : t('title')}
      destroyOnHidden
    >
      {id !== '' && job.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} />}
      {job.error && <ProblemNotice error={job.error} onRetry={() => void job.refetch()} />}
      {job.data && !job.error && <Detail job={job.data} onRemoved={onClose} />}
    </Drawer>
  );
}

function Detail({ job, onRemoved }: { readonly job: JobDetail; readonly onRemoved: () => void }) {
  const { t } = useTranslation('jobs');
  const { account } = useSession();
  const facts = useJobFacts(job);
  const mine = job.owner === account.username;
  const isExported = job.export !== undefined && job.state === 'done';
  return (
    <div className="job-detail">
      <div className="job-now" role="status">
        <JobState job={job} />
        <JobProgress job={job} />
        <span className="job-now-actions">
          <JobActions job={job} />
        </span>
      </div>
      {isExported && mine && <ExportFiles files={job.export.files} />}
      {isExported && !mine && <p className="muted">{t('filesElsewhere')}</p>}
      <FactList label={t('about')} facts={facts} />
      {isExported && mine && <Remove id={job.id} onRemoved={onRemoved} />}
    </div>
  );
}

/** Takes the files of an export from the platform before their time is over. */
function Remove({ id, onRemoved }: { readonly id: string; readonly onRemoved: () => void }) {
  const { t } = useTranslation('jobs');
  const removing = useOperation(`/fhir/$export-status/${encodeURIComponent(id)}`, { method: 'DELETE', onDone: onRemoved });
  return (
    <Popconfirm
      title={t('removeAsk')}
      description={<div className="job-ask">{t('removeWhy')}</div>}
      okText={t('remove')}
      okButtonProps={{ danger: true }}
      onConfirm={() => removing.mutate()}
    >
      <Button danger loading={removing.isPending} className="job-remove">
        {t('remove')}
      </Button>
    </Popconfirm>
  );
}
