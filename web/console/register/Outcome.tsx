import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Registered } from '../../../src/databases/population/registration/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { useMatchingWords } from '../app/matching/matching-words.ts';
import { useMay } from '../app/session.tsx';

interface OutcomeProps {
  readonly registered: Registered;
  readonly onAnother: () => void;
}

/** What became of a registration, and where to go from there. */
export function Outcome({ registered, onAnother }: OutcomeProps) {
  const { t } = useTranslation('register');
  const words = useMatchingWords();
  const may = useMay();
  const navigate = useNavigate();
  const { resident, outcome, registrations, reviews, isRepeat } = registered;
  const why = {
    new: t('why_new'),
    linked: t('why_linked', { count: registrations.length }),
    review: t('why_review', { count: reviews }),
  };
  return (
    <section className="panel" role="status">
      <Result
        status={outcome === 'review' ? 'warning' : 'success'}
        title={<h2 className="register-outcome">{t(`outcome_${outcome}`)}</h2>}
        subTitle={
          <>
            {why[outcome]} {isRepeat && t('repeat')}
          </>
        }
        extra={
          <>
            <Button type="primary" autoFocus onClick={onAnother}>
              {t('another')}
            </Button>
            <Button onClick={() => void navigate({ to: '/residents/$id', params: { id: resident } })}>{t('open')}</Button>
            {reviews > 0 && may('matching.review') && (
              <Button onClick={() => void navigate({ to: '/reviews' })}>{t('toReviews')}</Button>
            )}
          </>
        }
      />
      <ul className="register-registrations" aria-label={t('registrations')}>
        {registrations.map((registration) => (
          <li key={registration.patient} className="numeric">
            <Link to="/residents/$id" params={{ id: registration.patient }}>
              {words.who(registration)}
            </Link>{' '}
            <span className="muted">
              {registration.place} · {formatInstant(registration.registeredAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
