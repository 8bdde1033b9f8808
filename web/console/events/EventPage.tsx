import { Link, useParams } from '@tanstack/react-router';
import { Alert, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetail } from '../../../src/databases/population/events/contract.ts';
import { FactList } from '../../ui/FactList.tsx';
import { formatInstant } from '../../ui/format.ts';
import { useBilingual } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { useMay } from '../app/session.tsx';
import { answerInWords } from './answers.ts';
import { CorrectButton } from './CorrectButton.tsx';
import { PrintButton } from './PrintButton.tsx';
import './events.css';

/** One event: its form, its evidence, what it changed; printed as the certificate that it stands for. Serves /events/:id. */
export function EventPage() {
  const { t } = useTranslation('events');
  const { id = '' } = useParams({ strict: false });
  const event = useAnswer<EventDetail>(`/api/events/${encodeURIComponent(id)}`);
  const title = event.data ? t('eventTitle', { kind: t(event.data.kind), date: event.data.happenedOn }) : t('title');
  return (
    <Page title={title} standard={t('standard')} actions={event.data && <Actions event={event.data} />}>
      {event.isPending && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
      {event.error && <ProblemNotice error={event.error} onRetry={() => void event.refetch()} />}
      {event.data && <Ready event={event.data} />}
    </Page>
  );
}

function Actions({ event }: { readonly event: EventDetail }) {
  const may = useMay();
  const isPrinted = event.kind === 'birth' || event.kind === 'death';
  return (
    <>
      {isPrinted && !event.correctedBy && may('resident.reveal') && <PrintButton id={event.id} />}
      {may('event.write') && !event.correctedBy && event.kind !== 'correction' && <CorrectButton event={event} />}
    </>
  );
}

function Ready({ event }: { readonly event: EventDetail }) {
  const { t } = useTranslation('events');
  const say = useBilingual();
  const groups = Map.groupBy(event.form, ({ group }) => say(group));
  return (
    <div className="event-screen stack">
      {event.correctedBy && (
        <Alert
          type="warning"
          showIcon
          title={t('wasCorrected')}
          description={
            <Link to="/events/$id" params={{ id: event.correctedBy }}>
              {t('theCorrection')}
            </Link>
          }
        />
      )}
      <section aria-label={t('about')} className="stack">
        <FactList label={t('about')} facts={useAbout(event)} />
        <div className="toolbar">
          <Link to="/residents/$id" params={{ id: event.resident }}>
            {event.residentName}
          </Link>
          {event.corrects && (
            <Link to="/events/$id" params={{ id: event.corrects }}>
              {t('theCorrected')}
            </Link>
          )}
        </div>
      </section>
      {[...groups].map(([group, answers]) => (
        <section key={group} aria-label={group}>
          <h2 className="event-group">{group}</h2>
          <FactList
            label={group}
            facts={answers.map((answer) => [say(answer.name), answerInWords(answer, say, t('yes'), t('no'))])}
          />
        </section>
      ))}
    </div>
  );
}

const typeNames: Readonly<Record<string, 'typePatient' | 'typeRelatedPerson' | 'typeGroup'>> = {
  Patient: 'typePatient',
  RelatedPerson: 'typeRelatedPerson',
  Group: 'typeGroup',
};

function useAbout(event: EventDetail): readonly (readonly [string, string])[] {
  const { t } = useTranslation('events');
  const say = useBilingual();
  const changes = event.changed.map(({ type, count }) =>
    t('change', { type: typeNames[type] ? t(typeNames[type]) : type, count }),
  );
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('kind'), say(event.name)],
    [t('resident'), event.residentName],
    [t('sex'), t(event.sex)],
    [t('birthDate'), event.birthDate],
    [t('home'), `${say(event.placeName)} ${event.place}`],
    [t('certificate'), event.certificateMasked],
    [t('reason'), event.reason],
    [t('recordedBy'), `${event.recordedBy}, ${formatInstant(event.recordedAt)}`],
    [t('whatChanged'), changes.join('; ')],
  ];
  return facts.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}
