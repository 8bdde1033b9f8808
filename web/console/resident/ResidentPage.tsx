import { useParams } from '@tanstack/react-router';
import { Alert, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../fhir/client.ts';
import { alertsOf, toPerson } from '../../fhir/person.ts';
import type { ResidentRecord } from '../../fhir/record.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import { useLanguage } from '../../ui/language.ts';
import { usePageTitle } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useMay, useSession } from '../app/session.tsx';
import { GapWarning } from './GapWarning.tsx';
import { ResidentHeader } from './ResidentHeader.tsx';
import { ResidentTabs } from './ResidentTabs.tsx';
import './resident.css';

/** Everything known about one resident, wherever it is held. Serves /residents/:id and /records/:handle. */
export function ResidentPage() {
  const { t } = useTranslation('resident');
  const { id, handle } = useParams({ strict: false });
  const may = useMay();
  const { platform } = useSession();
  const only = may('record.fetch') ? undefined : platform;
  const record = useRecord(id ? { id, only } : { handle: handle ?? '' });
  const again = () => void record.refetch();
  if (record.isPending) return <Waiting />;
  if (!record.data) {
    return (
      <>
        <h1 className="sr-only">{t('title')}</h1>
        <ProblemNotice error={record.error} onRetry={again} />
      </>
    );
  }
  return (
    <Ready
      key={id ?? handle}
      record={record.data}
      onlyHere={only !== undefined}
      seed={id ?? handle ?? ''}
      onRetry={again}
      retrying={record.isFetching}
    />
  );
}

interface ReadyProps {
  readonly record: ResidentRecord;
  /** Other platforms were not asked, for lack of the right. */
  readonly onlyHere: boolean;
  /** What the colour of the page is made of. */
  readonly seed: string;
  readonly onRetry: () => void;
  readonly retrying: boolean;
}

function Ready({ record, onlyHere, seed, onRetry, retrying }: ReadyProps) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const { platform } = useSession();
  const person = useMemo(() => toPerson(record, platform.division, language), [record, platform.division, language]);
  usePageTitle(person?.name ?? t('title'));
  const age = ageInWords(person?.birthDate, person?.deceasedOn || localDay(new Date()), language);
  const who = person ? [person.name, t(person.sex), age, person.birthDate].filter(Boolean).join(' · ') : '';
  return (
    <div className="resident">
      {person && (
        <ResidentHeader
          person={person}
          record={record}
          onlyHere={onlyHere}
          alerts={alertsOf(record, language)}
          seed={person.localId ?? seed}
        />
      )}
      {!person && <h1>{t('title')}</h1>}
      {record.gaps.length > 0 && <GapWarning gaps={record.gaps} onRetry={onRetry} retrying={retrying} />}
      {!person && <Alert type="warning" showIcon title={t('noPatient')} description={t('noPatientWhy')} />}
      <ResidentTabs record={record} localId={person?.localId} name={person?.name ?? t('title')} who={who} />
      <p className="page-purpose">
        {t('purpose')} <span className="page-standard">{t('standard')}</span>
      </p>
    </div>
  );
}

function Waiting() {
  const { t } = useTranslation('resident');
  usePageTitle(t('title'));
  return (
    <div className="resident" role="status">
      <h1 className="sr-only">{t('title')}</h1>
      <div className="resident-head">
        <Skeleton active title={{ width: 240 }} paragraph={{ rows: 2 }} />
      </div>
      <p className="muted">{t('loadingWhy')}</p>
      <Skeleton active title={false} paragraph={{ rows: 8 }} />
    </div>
  );
}
