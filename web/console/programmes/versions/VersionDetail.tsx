import { Skeleton } from 'antd';
import type { ProgrammeDetail } from '../../../../src/programmes/contract.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { address, useAnswer } from '../../app/api.ts';
import { Definition } from '../Definition.tsx';
import '../definition.css';

/** One version in words: who is in it, what is due when, its rules and forms. */
export function VersionDetail({ code, version }: { readonly code: string; readonly version: string }) {
  const detail = useAnswer<ProgrammeDetail>(address('/api/definitions/one', { code, version }));
  if (detail.isPending) return <Skeleton active title={false} paragraph={{ rows: 12 }} />;
  if (detail.error) return <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />;
  return <Definition detail={detail.data} />;
}
