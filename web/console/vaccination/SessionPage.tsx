import { useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session, VaccinationWords, VisitDetail } from '../../../src/applications/public-health/vaccination/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { useUrlState } from '../app/url-state.ts';
import { PointFrame } from './PointFrame.tsx';
import { Queue } from './Queue.tsx';
import { Registration } from './Registration.tsx';
import { VisitDesk } from './VisitDesk.tsx';

const LIVE_MS = 10_000;

/** A session: who is in the queue at which step, and the desk of whoever is chosen. */
export function SessionPage() {
  const { t } = useTranslation('vaccination');
  return (
    <PointFrame title={t('sessionTitle')} purpose={t('sessionPurpose')}>
      {(point) => <PointSession key={point} point={point} />}
    </PointFrame>
  );
}

const visitPath = (id: string) => `/api/vaccination/visits/${encodeURIComponent(id)}`;

function PointSession({ point }: { readonly point: string }) {
  const { t } = useTranslation('vaccination');
  const queries = useQueryClient();
  const [{ visit }, setUrl] = useUrlState({ visit: '' });
  const [last, setLast] = useState<VisitDetail>();
  const field = useRef<HTMLInputElement>(null);
  const path = `/api/vaccination/points/${encodeURIComponent(point)}/session`;
  const session = useAnswer<Session>(path, { refetchInterval: LIVE_MS });
  const words = useAnswer<VaccinationWords>('/api/vaccination/words');
  const detail = useAnswer<VisitDetail>(visitPath(visit), { enabled: visit !== '' });
  const show = (id: string) => setUrl({ visit: id }, { replace: true });
  const changed = (next: VisitDetail) => {
    queries.setQueryData([visitPath(next.visit.id)], next);
    void queries.invalidateQueries({ queryKey: [path] });
  };
  const done = (next: VisitDetail) => {
    changed(next);
    setLast(next);
    show('');
    field.current?.focus();
  };
  const error = session.error ?? words.error;
  return (
    <div className="session">
      <div className="session-queue">
        <Registration
          point={point}
          field={field}
          onRegistered={(next) => {
            changed(next);
            setLast(undefined);
            show(next.visit.id);
          }}
        />
        {error && <ProblemNotice error={error} onRetry={() => void session.refetch()} />}
        {!error && !session.data && <Skeleton active title={false} paragraph={{ rows: 6 }} />}
        {session.data && <Queue visits={session.data.visits} chosen={visit} onChoose={show} />}
      </div>
      <section className="session-desk" aria-label={t('desk')}>
        {visit === '' && <Nobody last={last} />}
        {visit !== '' && detail.error && <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />}
        {visit !== '' && !detail.error && !(detail.data && words.data) && <Skeleton active paragraph={{ rows: 10 }} />}
        {visit !== '' && detail.data && words.data && (
          <VisitDesk key={visit} detail={detail.data} words={words.data} onChanged={changed} onDone={done} />
        )}
      </section>
    </div>
  );
}

/** Nobody is at the desk: what became of the last one, and what to do. */
function Nobody({ last }: { readonly last: VisitDetail | undefined }) {
  const { t } = useTranslation('vaccination');
  return (
    <div className="session-nobody">
      {last && (
        <p role="status" className="session-last">
          <strong>{last.visit.name}</strong> {t(`state_${last.visit.state}`)}
          {last.next && last.next.on > last.today && ` · ${t('nextOn', { on: last.next.on })}`}
        </p>
      )}
      <p className="muted">{t('nobody')}</p>
    </div>
  );
}
