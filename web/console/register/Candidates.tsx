import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candidate } from '../../../src/databases/population/linking/contract.ts';
import type { FormValues } from '../../../src/forms/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { useMatchingWords } from '../app/matching/matching-words.ts';
import { Waterfall } from '../app/matching/Waterfall.tsx';
import { askedOf } from './identity-number.ts';

const PAUSE_MS = 300;
const SHOWN = 5;

/** Who the one may be that is typed, as registering would decide; asked for when typing pauses. */
export function Candidates({ draft }: { readonly draft: FormValues }) {
  const { t } = useTranslation('register');
  const asked = usePaused(JSON.stringify(askedOf(draft) ?? null));
  const found = useQuery({
    queryKey: ['/api/matching/candidates', asked],
    queryFn: async () =>
      (await post<{ candidates: readonly Candidate[] }>('/api/matching/candidates', JSON.parse(asked))).candidates,
    enabled: asked !== 'null',
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const shown = asked === 'null' ? undefined : found.data?.slice(0, SHOWN);
  return (
    <section className="panel register-matches" aria-labelledby="register-matches">
      <div className="panel-head">
        <h2 id="register-matches">{t('matches')}</h2>
        <span className="muted" role="status">
          {found.isFetching && t('searching')}
          {!found.isFetching && shown && shown.length > 0 && t('matchesCount', { count: found.data?.length ?? 0 })}
        </span>
      </div>
      <div className="panel-body">
        {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
        {asked === 'null' && <p className="muted">{t('matchesWhy')}</p>}
        {shown?.length === 0 && <p className="muted">{t('matchesNone')}</p>}
        {shown && shown.length > 0 && (
          <ul className="candidates" aria-busy={found.isPlaceholderData}>
            {shown.map((candidate) => (
              <CandidateItem key={candidate.resident.id} candidate={candidate} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function CandidateItem({ candidate }: { readonly candidate: Candidate }) {
  const { t } = useTranslation('register');
  const m = useTranslation('matching').t;
  const words = useMatchingWords();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const { resident, decision, reason, conflict, score } = candidate;
  const who = words.who(resident);
  return (
    <li>
      <div className="candidate-who">
        <strong>{resident.name}</strong>{' '}
        <span className={`candidate-decision candidate-${decision}`}>{t(`decision_${decision}`)}</span>
      </div>
      <div className="numeric">
        {[m(resident.sex), resident.birthDate, resident.identityNumberMasked, resident.address].filter(Boolean).join(' · ')}
      </div>
      <div className="muted">{conflict ? words.conflict(conflict) : reason ? words.reason(reason) : words.odds(score)}</div>
      <div className="toolbar">
        <Button
          size="small"
          type="primary"
          aria-label={t('isThisOneOf', { who })}
          onClick={() => void navigate({ to: '/residents/$id', params: { id: resident.id } })}
        >
          {t('isThisOne')}
        </Button>
        <Button size="small" aria-label={t('evidenceOf', { name: who })} onClick={() => setOpen(true)}>
          {t('evidence')}
        </Button>
      </div>
      <Modal
        title={t('evidenceOf', { name: who })}
        open={isOpen}
        onCancel={() => setOpen(false)}
        footer={null}
        width={860}
        destroyOnHidden
      >
        <p className="muted">{m('evidenceWhy')}</p>
        <Waterfall evidence={candidate} />
      </Modal>
    </li>
  );
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
