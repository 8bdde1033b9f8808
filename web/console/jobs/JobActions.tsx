import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JobRow } from '../../../src/jobs/contract.ts';
import { mainRegion } from '../../ui/popup.ts';
import { useMay, useSession } from '../app/session.tsx';
import { isOpen, useJobWords } from './job-words.ts';
import { useOperation } from './operation.ts';

interface JobActionsProps {
  readonly job: JobRow;
  /** Shows the files of a finished export. */
  readonly onFiles?: (id: string) => void;
}

/** What can be done with a job in its state. */
export function JobActions({ job, onFiles }: JobActionsProps) {
  const { t } = useTranslation('jobs');
  const words = useJobWords();
  const may = useMay();
  const { account } = useSession();
  const title = words.title(job);
  const hasFiles = job.kind === 'export' && job.state === 'done' && job.owner === account.username && may('record.export');
  if (isOpen(job)) return <Cancel job={job} title={title} />;
  if (job.state === 'failed' || job.state === 'cancelled') return <Resume job={job} title={title} />;
  if (!hasFiles || !onFiles) return null;
  return (
    <Button size="small" aria-label={t('filesOf', { title })} onClick={() => onFiles(job.id)}>
      {t('files')}
    </Button>
  );
}

interface ActionProps {
  readonly job: JobRow;
  readonly title: string;
}

function Cancel({ job, title }: ActionProps) {
  const { t } = useTranslation('jobs');
  const cancelling = useOperation(`/api/jobs/${job.id}/cancel`);
  return (
    <Popconfirm
      title={t('cancelAsk', { title })}
      description={<div className="job-ask">{t('cancelWhy')}</div>}
      getPopupContainer={mainRegion}
      okText={t('cancel')}
      okButtonProps={{ danger: true }}
      cancelText={t('keep')}
      onConfirm={() => cancelling.mutate()}
    >
      <Button size="small" danger disabled={job.stopping} loading={cancelling.isPending} aria-label={t('cancelOf', { title })}>
        {t('cancel')}
      </Button>
    </Popconfirm>
  );
}

function Resume({ job, title }: ActionProps) {
  const { t } = useTranslation('jobs');
  const resuming = useOperation(`/api/jobs/${job.id}/resume`);
  return (
    <Button size="small" loading={resuming.isPending} aria-label={t('resumeOf', { title })} onClick={() => resuming.mutate()}>
      {t('resume')}
    </Button>
  );
}
