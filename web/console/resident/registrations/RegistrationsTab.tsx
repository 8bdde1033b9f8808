import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentLinks } from '../../../../src/databases/population/linking/contract.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../../app/api.ts';
import { ActDialog } from '../../app/matching/ActDialog.tsx';
import { useMay } from '../../app/session.tsx';
import { GoldenTable } from './GoldenTable.tsx';
import { History } from './History.tsx';
import { LinkTable } from './LinkTable.tsx';
import { LinkTo } from './LinkTo.tsx';
import { RegistrationTable } from './RegistrationTable.tsx';
import type { AskedAct } from './shown.tsx';
import './registrations.css';

/** The registrations of a resident, what joins them, its history, and where the golden record comes from. */
export function RegistrationsTab({ id }: { readonly id: string }) {
  const { t } = useTranslation('registrations');
  const path = `/api/residents/${encodeURIComponent(id)}/links`;
  const links = useAnswer<ResidentLinks>(path);
  const may = useMay();
  const [asked, ask] = useState<AskedAct>();
  if (links.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  if (links.error) return <ProblemNotice error={links.error} onRetry={() => void links.refetch()} />;
  const mayAct = may('matching.review');
  const shown = { found: links.data, ask: mayAct ? ask : undefined };
  return (
    <div className="stack">
      <p className="muted">{t('why')}</p>
      <RegistrationTable {...shown} />
      <LinkTable {...shown} />
      {mayAct && <LinkTo found={links.data} ask={ask} />}
      <GoldenTable found={links.data} />
      <History {...shown} />
      <Asking asked={asked} onDone={() => ask(undefined)} />
    </div>
  );
}

function Asking({ asked, onDone }: { readonly asked: AskedAct | undefined; readonly onDone: () => void }) {
  const { t } = useTranslation('registrations');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const acting = useMutation({
    mutationFn: ({ id, kind, other, patients, reason }: AskedAct & { readonly reason: string }) =>
      post<ResidentLinks>(`/api/residents/${encodeURIComponent(id)}/links`, { kind, other, patients, reason }),
    onSuccess: () => {
      void message.success(t('done'));
      // whose records these are has changed: everything shown is asked for again
      void queries.invalidateQueries();
      onDone();
    },
  });
  return (
    <ActDialog
      open={asked !== undefined}
      title={asked ? t(`ask_${asked.kind}`) : ''}
      why={asked ? t(`why_${asked.kind}`) : ''}
      act={asked ? t(actNames[asked.kind]) : ''}
      whom={asked?.whom ?? []}
      needsReason
      pending={acting.isPending}
      error={acting.error}
      onAct={(reason) => asked && acting.mutate({ ...asked, reason })}
      onCancel={() => {
        acting.reset();
        onDone();
      }}
    />
  );
}

const actNames = { merge: 'linkTo', unlink: 'unlink', apart: 'apart', together: 'together', split: 'split' } as const;
