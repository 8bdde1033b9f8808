import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../src/applications/public-health/diseases/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { Deadline, useDeadlineWords } from './Deadline.tsx';

const sexes = ['male', 'female', 'other'] as const;

/** A sex in words. */
export function useSexWords(): (sex: string) => string {
  const { t } = useTranslation('diseases');
  return (sex) => t(sexes.find((one) => one === sex) ?? 'unknown');
}

export function useCaseColumns(): readonly ListColumn<CaseRow>[] {
  const { t } = useTranslation('diseases');
  const say = useBilingual();
  const words = useDeadlineWords();
  const sex = useSexWords();
  const legal = ({ class: one, managedAs }: CaseRow) =>
    one !== managedAs && managedAs === 'A' ? `${t(one)}, ${t('asA')}` : t(one);
  return [
    { key: 'disease', title: t('disease'), text: (row) => say(row.diseaseName), width: 150 },
    {
      key: 'patient',
      title: t('patient'),
      text: (row) => row.residentName,
      cell: (row) => (
        <Link to="/residents/$id" params={{ id: row.resident }}>
          {row.residentName || '—'}
        </Link>
      ),
      width: 100,
    },
    { key: 'sex', title: t('sex'), text: (row) => sex(row.sex), width: 60 },
    { key: 'birthDate', title: t('birthDate'), text: (row) => row.birthDate, width: 110, optional: true },
    { key: 'classification', title: t('classification'), text: (row) => t(`class${row.classification}`), width: 150 },
    {
      key: 'state',
      title: t('state'),
      text: (row) => t(row.state),
      cell: (row) => (
        <>
          {t(row.state)} {row.outcome && row.outcome !== 'recovered' && <span className="chip-amber">{t(row.outcome)}</span>}{' '}
          {!row.outcome && row.residentDiedOn && <span className="chip-amber">{t('residentDied')}</span>}{' '}
          {row.duplicateOf && <span className="chip-amber">{t('duplicate')}</span>}
        </>
      ),
      width: 130,
    },
    { key: 'onset', title: t('onset'), text: (row) => row.onsetOn, width: 112 },
    {
      key: 'reporting',
      title: t('reporting'),
      text: (row) => words(row.reporting),
      cell: (row) => <Deadline of={row.reporting} />,
      width: 130,
    },
    {
      key: 'review',
      title: t('review'),
      text: (row) => row.review && words(row.review),
      cell: (row) => row.review && <Deadline of={row.review} />,
      width: 130,
    },
    { key: 'place', title: t('place'), text: (row) => `${say(row.placeName)} ${row.place}` },
    { key: 'setting', title: t('setting'), text: (row) => row.setting },
    { key: 'legalClass', title: t('legalClass'), text: legal, width: 110, optional: true },
    { key: 'reportedAt', title: t('reportedAt'), text: (row) => formatInstant(row.reportedAt), width: 140, optional: true },
    { key: 'institution', title: t('institution'), text: (row) => row.institution, optional: true },
  ];
}
