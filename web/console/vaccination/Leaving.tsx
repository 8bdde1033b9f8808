import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Visit, VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { clockOf, useRemaining } from './Remaining.tsx';

interface LeavingProps {
  readonly visit: Visit;
  readonly onLeft: (detail: VisitDetail) => void;
}

/** The child goes: after its 30 minutes, or before with a reason. */
export function Leaving({ visit, onLeft }: LeavingProps) {
  const { t } = useTranslation('vaccination');
  const left = useRemaining(visit.observedUntil ?? visit.registeredAt);
  const [reason, setReason] = useState('');
  const needsReason = visit.state !== 'vaccinated' || left > 0;
  const leaving = useMutation({
    mutationFn: () =>
      post<VisitDetail>(`/api/vaccination/visits/${encodeURIComponent(visit.id)}/leave`, reason.trim() ? { reason } : {}),
    onSuccess: onLeft,
  });
  return (
    <section className="leaving" aria-label={t('leave')}>
      {visit.state === 'vaccinated' && (
        <p className={left > 0 ? 'leaving-clock' : 'leaving-clock leaving-over'}>
          {left > 0 ? t('observing', { time: clockOf(left) }) : t('observed')}
        </p>
      )}
      <form
        className="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          leaving.mutate();
        }}
      >
        {needsReason && (
          <>
            <label htmlFor="leaving-reason">{t(visit.state === 'vaccinated' ? 'earlyReason' : 'withdrawReason')}</label>
            <Input
              id="leaving-reason"
              className="leaving-reason"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              maxLength={500}
            />
          </>
        )}
        <Button htmlType="submit" disabled={needsReason && reason.trim() === ''} loading={leaving.isPending}>
          {t(visit.state === 'vaccinated' ? 'leave' : 'withdraw')}
        </Button>
      </form>
      {leaving.error && <ProblemNotice error={leaving.error} />}
    </section>
  );
}
