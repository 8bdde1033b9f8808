import { useMutation } from '@tanstack/react-query';
import { Button, Progress, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../../src/imports/contract.ts';
import type { JobRow } from '../../../../src/jobs/contract.ts';
import { formatNumber } from '../../../ui/format.ts';
import { useLanguage } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../api.ts';
import { saveAnswer } from './save-answer.ts';

const LIVE_MS = 1_000;
const isOpen = (job: JobRow | undefined): boolean => job === undefined || job.state === 'waiting' || job.state === 'running';

interface WritingProps {
  /** Address of the imports of its kind. */
  readonly base: string;
  /** Whether rows of who is known may be written over what is there. */
  readonly mayUpdate: boolean;
  readonly preview: ImportPreview;
  /** Something changed: ask again. */
  readonly onChange: () => void;
}

/** Says so, and follows the writing: how far, cancel, go on, what became of it. */
export function Writing(props: WritingProps) {
  const { job } = props.preview;
  return job === undefined ? <Begin {...props} /> : <Follow {...props} job={job} />;
}

function Begin({ base, mayUpdate, preview: { id, counts }, onChange }: WritingProps) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const [known, setKnown] = useState('leave');
  const begin = useMutation({ mutationFn: () => post(`${base}/${id}/write`, mayUpdate ? { known } : {}), onSuccess: onChange });
  const rows = (counts.new ?? 0) + (known === 'update' ? (counts.known ?? 0) : 0);
  return (
    <div className="toolbar">
      {mayUpdate && (counts.known ?? 0) > 0 && (
        <Select
          aria-label={t('knownChoice')}
          value={known}
          options={(['leave', 'update'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={setKnown}
          popupMatchSelectWidth={false}
        />
      )}
      <Button type="primary" disabled={rows === 0} loading={begin.isPending} onClick={() => begin.mutate()}>
        {rows === 0 ? t('nothing') : t('write', { number: formatNumber(rows, language) })}
      </Button>
      {begin.error && <ProblemNotice error={begin.error} />}
    </div>
  );
}

function Follow({ base, preview: { id }, job, onChange }: WritingProps & { readonly job: string }) {
  const { t } = useTranslation('imports');
  const language = useLanguage();
  const state = useAnswer<JobRow>(`/api/jobs/${job}`, { refetchInterval: (last) => (isOpen(last) ? LIVE_MS : 0) });
  const act = useMutation({
    mutationFn: (action: 'cancel' | 'resume') => post(`/api/jobs/${job}/${action}`),
    onSettled: async () => {
      await state.refetch();
      onChange();
    },
  });
  const saving = useMutation({ mutationFn: () => saveAnswer(`${base}/${id}/result?language=${language}`) });
  if (state.error) return <ProblemNotice error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return null;
  const { done, total = 0, state: now } = state.data;
  const words = {
    waiting: t('waiting'),
    running: t('writing'),
    done: t('written'),
    failed: t('failed'),
    cancelled: t('cancelled'),
  };
  return (
    <div className="toolbar" role="status">
      <Progress
        className="import-progress"
        percent={now === 'done' ? 100 : Math.floor((100 * done) / Math.max(1, total))}
        status={now === 'failed' ? 'exception' : 'normal'}
        aria-label={t('progress')}
      />
      <span className="numeric">
        {words[now]} {formatNumber(done, language)} / {formatNumber(total, language)}
      </span>
      {isOpen(state.data) ? (
        <Button danger loading={act.isPending} onClick={() => act.mutate('cancel')}>
          {t('cancel')}
        </Button>
      ) : (
        <Button loading={saving.isPending} onClick={() => saving.mutate()}>
          {t('result')}
        </Button>
      )}
      {(now === 'failed' || now === 'cancelled') && (
        <Button loading={act.isPending} onClick={() => act.mutate('resume')}>
          {t('resume')}
        </Button>
      )}
      {(act.error ?? saving.error) && <ProblemNotice error={act.error ?? saving.error} />}
    </div>
  );
}
