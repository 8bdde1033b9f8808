import { Link, useParams } from '@tanstack/react-router';
import { Alert, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, Statement } from '../../../src/applications/public-health/diseases/contract.ts';
import { FactList } from '../../ui/FactList.tsx';
import { formatInstant } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { useMay } from '../app/session.tsx';
import { ActButtons } from './ActButtons.tsx';
import { answerText } from './answer-text.ts';
import { useSexWords } from './columns.tsx';
import { useDeadlineWords } from './Deadline.tsx';
import { PrintCard } from './PrintCard.tsx';
import './diseases.css';

/** One case: its card, its deadlines, what was said of it, and what may be said now. Serves /diseases/cases/:id. */
export function CasePage() {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const may = useMay();
  const { id = '' } = useParams({ strict: false });
  const detail = useAnswer<CaseDetail>(`/api/notifiable-cases/${encodeURIComponent(id)}`);
  const one = detail.data;
  const title = one ? t('caseTitle', { disease: say(one.diseaseName), name: one.residentName }) : t('title');
  const actions = one && (
    <>
      {may('resident.reveal') && <PrintCard id={one.id} />}
      <ActButtons of={one} />
    </>
  );
  return (
    <Page title={title} standard={t('standard')} actions={actions}>
      {detail.isPending && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {detail.error && <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />}
      {one && <Ready of={one} />}
    </Page>
  );
}

function Ready({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const groups = Map.groupBy(of.card, ({ group }) => say(group));
  return (
    <div className="disease-screen">
      {of.duplicateOf && (
        <Alert
          type="warning"
          showIcon
          title={t('duplicateOf')}
          description={
            <Link to="/diseases/cases/$id" params={{ id: of.duplicateOf }}>
              {t('theOther')}
            </Link>
          }
        />
      )}
      {of.duplicates.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('hasDuplicates', { count: of.duplicates.length })}
          description={of.duplicates.map((id) => (
            <Link key={id} to="/diseases/cases/$id" params={{ id }}>
              {t('theOther')}{' '}
            </Link>
          ))}
        />
      )}
      <section aria-label={t('about')} className="stack">
        <FactList label={t('about')} facts={useAbout(of)} />
      </section>
      {[...groups].map(([group, answers]) => (
        <section key={group} aria-label={group}>
          <h2 className="disease-group">{group}</h2>
          <FactList label={group} facts={answers.map((one) => [say(one.name), answerText(one, say, t('yes'), t('no'))])} />
        </section>
      ))}
      <section aria-labelledby="disease-history">
        <h2 className="disease-group" id="disease-history">
          {t('history')}
        </h2>
        <ol className="disease-history">
          {of.statements.map((one) => (
            <Said key={one.id} of={one} />
          ))}
        </ol>
      </section>
    </div>
  );
}

function Said({ of: { kind, at, by, reason, changed } }: { readonly of: Statement }) {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  return (
    <li>
      <p>
        <strong>{t(`said_${kind}`)}</strong>{' '}
        <span className="muted">
          {formatInstant(at)} · {by}
        </span>
      </p>
      {reason && <p>{reason}</p>}
      {changed.map(({ name, before, after }) => (
        <p key={name.zh}>{t('changedFrom', { field: say(name), before: before ?? t('empty'), after: after ?? t('empty') })}</p>
      ))}
    </li>
  );
}

function useAbout(of: CaseDetail): readonly (readonly [string, ReactNode])[] {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const words = useDeadlineWords();
  const sex = useSexWords();
  const legal = of.class !== of.managedAs ? `${t(of.class)}, ${t('asA')}` : t(of.class);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('state'), t(of.state)],
    [t('outcome'), of.outcome && t(of.outcome)],
    [t('legalClass'), legal],
    [
      t('patient'),
      <>
        <Link to="/residents/$id" params={{ id: of.resident }}>
          {of.residentName}
        </Link>
        {` · ${sex(of.sex)} · ${of.birthDate ?? '—'} · ${of.numberMasked ?? '—'}`}
      </>,
    ],
    [t('place'), `${say(of.placeName)} ${of.place}`],
    [t('reporting'), `${words(of.reporting)} · ${formatInstant(of.reporting.deadline)}`],
    [t('reportedAt'), formatInstant(of.reportedAt)],
    [t('review'), of.review && `${words(of.review)} · ${formatInstant(of.review.deadline)}`],
  ];
  return facts.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}
