import { useTranslation } from 'react-i18next';
import type { ExportRow, JobDetail } from '../../../src/server/bulk/contract.ts';
import { kindName } from '../../fhir/words/kinds.ts';
import { formatInstant } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { useJobWords } from './job-words.ts';

type Fact = readonly [label: string, value: string];

/** More types than these are counted, not named. */
const MOST_NAMED = 20;

/** What there is to say of a job, in words; what it has not is left out. */
export function useJobFacts(job: JobDetail): readonly Fact[] {
  const { t } = useTranslation('jobs');
  const words = useJobWords();
  const ofExport = useExportFacts();
  const time = (instant: string | undefined) => (instant === undefined ? '' : formatInstant(instant));
  const facts: readonly Fact[] = [
    [t('owner'), words.owner(job)],
    ...(job.export ? ofExport(job.export) : []),
    [t('createdAt'), time(job.createdAt)],
    [t('startedAt'), time(job.startedAt)],
    [t('finishedAt'), time(job.finishedAt)],
    [t('took'), words.took(job) ?? ''],
    [t('expiresAt'), time(job.expiresAt)],
    [t('error'), job.error ?? ''],
    [t('id'), job.id],
  ];
  return facts.filter(([, value]) => value !== '');
}

function useExportFacts(): (asked: ExportRow) => readonly Fact[] {
  const { t } = useTranslation('jobs');
  const language = useLanguage();
  const time = (instant: string | undefined) => (instant === undefined ? '' : formatInstant(instant));
  return ({ of, patients, types, since, until, elements, filters, transactionTime }) => [
    [t('of'), of === 'patients' ? t('of_patients', { count: patients }) : t(`of_${of}`)],
    [
      t('types'),
      types.length > MOST_NAMED
        ? t('typesCount', { count: types.length })
        : types.map((type) => kindName(type, language)).join(language === 'zh' ? '、' : ', '),
    ],
    [t('since'), time(since)],
    [t('until'), time(until)],
    [t('elements'), elements.join(', ')],
    [t('filters'), filters > 0 ? t('filtersCount', { count: filters }) : ''],
    [t('transactionTime'), time(transactionTime)],
  ];
}
