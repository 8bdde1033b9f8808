import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Registration, ReviewItem } from '../../../src/databases/population/linking/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { useMatchingWords } from '../app/matching/matching-words.ts';
import { Waterfall } from '../app/matching/Waterfall.tsx';
import { type ComparedField, compareFields, type Mark } from './pair.ts';

interface ReviewPairProps {
  readonly item: ReviewItem;
  readonly actions: ReactNode;
}

/** Two registrations side by side, why they are doubtful, and the evidence. */
export function ReviewPair({ item, actions }: ReviewPairProps) {
  const { t } = useTranslation('reviews');
  const m = useTranslation('matching').t;
  const words = useMatchingWords();
  return (
    <>
      <section className="panel review-why" aria-label={t('why')}>
        <div>
          <h2>
            {t('why')} <Tag>{t(item.state)}</Tag>
          </h2>
          <p>
            {words.reason(item.reason)}
            <span className="muted"> · {words.odds(item.score)}</span>
          </p>
          {item.contradictions && (
            <ul className="review-contradictions" aria-label={t('contradictions')}>
              {item.contradictions.map((one) => (
                <li key={one}>{words.contradiction(one)}</li>
              ))}
            </ul>
          )}
          <Decided item={item} />
        </div>
        {actions}
      </section>
      <section className="panel" aria-label={t('compare')}>
        <div className="panel-head">
          <h2>{t('compare')}</h2>
        </div>
        <div className="panel-body">
          <Comparison item={item} />
        </div>
      </section>
      <section className="panel" aria-label={m('evidence')}>
        <div className="panel-head">
          <h2>{m('evidence')}</h2>
        </div>
        <div className="panel-body">
          <p className="muted review-explained">{m('evidenceWhy')}</p>
          <Waterfall evidence={item} />
        </div>
      </section>
    </>
  );
}

function Decided({ item: { decidedBy, decidedByName, decidedAt } }: { readonly item: ReviewItem }) {
  const { t } = useTranslation('reviews');
  const name = useBilingual();
  if (!decidedBy || !decidedAt) return null;
  return (
    <p className="muted numeric">
      {t('decidedBy')} {decidedByName ? name(decidedByName) : decidedBy} · {formatInstant(decidedAt)}
    </p>
  );
}

function Comparison({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation('reviews');
  return (
    <table className="plain-table comparison">
      <caption className="sr-only">{t('compareCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('mark')}</th>
          <ResidentHead title={t('one')} registration={item.a} />
          <ResidentHead title={t('two')} registration={item.b} />
        </tr>
      </thead>
      <tbody>
        {compareFields(item).map((field) => (
          <FieldRow key={field.key} field={field} item={item} />
        ))}
      </tbody>
    </table>
  );
}

function ResidentHead({ title, registration }: { readonly title: string; readonly registration: Registration }) {
  const { t } = useTranslation('reviews');
  return (
    <th scope="col">
      {title}{' '}
      <Link
        to="/residents/$id"
        params={{ id: registration.patient }}
        target="_blank"
        aria-label={`${t('openResident')} · ${title}`}
      >
        {t('openResident')}
      </Link>
    </th>
  );
}

const signs: Readonly<Record<Mark, string>> = { same: '=', differs: '≠', oneOnly: '◐', masked: '≈', none: '–', free: '' };

function FieldRow({ field: { key, mark }, item }: { readonly field: ComparedField; readonly item: ReviewItem }) {
  const { t } = useTranslation('reviews');
  const m = useTranslation('matching').t;
  const shown = useShown();
  return (
    <tr className={`comparison-${mark}`}>
      <th scope="row">{m(key)}</th>
      <td className="comparison-mark">
        {mark !== 'free' && (
          <>
            <span aria-hidden>{signs[mark]}</span> {t(`mark_${mark}`)}
          </>
        )}
      </td>
      <td data-label={t('one')}>{shown(item.a, key)}</td>
      <td data-label={t('two')}>{shown(item.b, key)}</td>
    </tr>
  );
}

/** What a registration says in a field, in words. */
function useShown() {
  const { t } = useTranslation('matching');
  const name = useBilingual();
  return (registration: Registration, key: ComparedField['key']): ReactNode => {
    const none = <span className="muted">{t('nothing')}</span>;
    switch (key) {
      case 'sex':
        return t(registration.sex);
      case 'place':
        return registration.placeName ? `${name(registration.placeName)} ${registration.place}` : registration.place;
      case 'trust':
        return t(`trust_${registration.trust}`);
      case 'registeredAt':
        return formatInstant(registration.registeredAt);
      case 'localNumbers':
        return registration.localNumbers === 0 ? none : t('localCount', { count: registration.localNumbers });
      case 'identityNumber':
        return registration.identityNumberMasked ?? none;
      case 'cardNumber':
        return registration.cardNumberMasked ?? none;
      case 'phone':
        return registration.phoneMasked ?? none;
      default:
        return registration[key] ?? none;
    }
  };
}
