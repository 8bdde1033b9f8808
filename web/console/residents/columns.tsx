import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ResidentRow } from '../../../src/databases/population/contract.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';

/** Columns of the list of residents; the name is the link for those who do not use the row. */
export function useResidentColumns(): readonly ListColumn<ResidentRow>[] {
  const { t } = useTranslation('residents');
  const language = useLanguage();
  const today = localDay(new Date());
  return [
    { key: 'name', title: t('name'), text: ({ name }) => name, cell: (row) => <Name row={row} />, width: 150 },
    { key: 'sex', title: t('sex'), text: (row) => t(row.sex), width: 72 },
    { key: 'age', title: t('age'), text: (row) => ageInWords(row.birthDate, row.deceasedOn ?? today, language), width: 80 },
    { key: 'birthDate', title: t('birthDate'), text: (row) => row.birthDate, width: 116 },
    { key: 'deceasedOn', title: t('deceasedOn'), text: (row) => row.deceasedOn, width: 116, optional: true },
    { key: 'identityNumber', title: t('identityNumber'), text: (row) => row.identityNumberMasked, width: 184 },
    { key: 'cardNumber', title: t('cardNumber'), text: (row) => row.cardNumberMasked, width: 184 },
    { key: 'address', title: t('address'), text: (row) => row.address },
  ];
}

function Name({ row }: { readonly row: ResidentRow }) {
  const { t } = useTranslation('residents');
  return (
    <>
      <Link to="/residents/$id" params={{ id: row.id }} tabIndex={-1}>
        {row.name}
      </Link>{' '}
      {row.deceasedOn && <Tag>{t('deceased', { date: row.deceasedOn })}</Tag>}
    </>
  );
}
