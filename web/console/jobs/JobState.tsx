import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, MinusCircleFilled, SyncOutlined } from '@ant-design/icons';
import type { JobRow } from '../../../src/jobs/contract.ts';
import { useJobWords } from './job-words.ts';

const icons = {
  waiting: ClockCircleOutlined,
  running: SyncOutlined,
  done: CheckCircleFilled,
  failed: CloseCircleFilled,
  cancelled: MinusCircleFilled,
};

/** The state by sign, word and colour; why, where it failed. */
export function JobState({ job }: { readonly job: JobRow }) {
  const words = useJobWords();
  const Icon = icons[job.state];
  const why = words.why(job);
  return (
    <span className={`job-state job-state-${job.state}`}>
      <span className="nowrap">
        <Icon aria-hidden /> {words.state(job)}
      </span>
      {why && <span className="job-reason">{why}</span>}
    </span>
  );
}
