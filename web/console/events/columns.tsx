import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '../../../src/databases/population/events/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';

export function useEventColumns(): readonly ListColumn<EventRow>[] {
  const { t } = useTranslation('events');
  const name = useBilingual();
  return [
    { key: 'happenedOn', title: t('happenedOn'), text: (row) => row.happenedOn, width: 110 },
    {
      key: 'kind',
      title: t('kind'),
      text: (row) => t(row.kind),
      cell: (row) => (
        <>
          {t(row.kind)} {row.correctedBy && <span className="chip-amber">{t('corrected')}</span>}
        </>
      ),
      width: 160,
    },
    {
      key: 'resident',
      title: t('resident'),
      text: (row) => row.residentName,
      cell: (row) => (
        <Link to="/residents/$id" params={{ id: row.resident }}>
          {row.residentName || '—'}
        </Link>
      ),
    },
    { key: 'sex', title: t('sex'), text: (row) => t(row.sex), width: 80 },
    { key: 'birthDate', title: t('birthDate'), text: (row) => row.birthDate, width: 110 },
    { key: 'home', title: t('home'), text: (row) => `${name(row.placeName)} ${row.place}`, width: 190 },
    {
      key: 'otherPlace',
      title: t('otherPlace'),
      text: (row) => row.otherPlaceName && `${name(row.otherPlaceName)} ${row.otherPlace}`,
      width: 190,
    },
    { key: 'certificate', title: t('certificate'), text: (row) => row.certificateMasked, width: 180, optional: true },
    { key: 'recordedAt', title: t('recordedAt'), text: (row) => formatInstant(row.recordedAt), width: 150, optional: true },
  ];
}
