import { useTranslation } from 'react-i18next';
import type { InstitutionRow } from '../../../src/platform/directory/contract.ts';
import { formatAgo, formatInstant, formatNumber } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';

export function useInstitutionColumns(): readonly ListColumn<InstitutionRow>[] {
  const { t } = useTranslation('institutions');
  const language = useLanguage();
  const name = useBilingual();
  return [
    { key: 'name', title: t('name'), text: (row) => name(row.name), cell: (row) => <Name row={row} /> },
    {
      key: 'type',
      title: t('type'),
      text: (row) => `${name(row.typeName)} ${row.type}`,
      cell: (row) => <Coded words={name(row.typeName)} code={row.type} />,
      width: 250,
    },
    {
      key: 'division',
      title: t('division'),
      text: (row) => `${name(row.divisionName)} ${row.division}`,
      cell: (row) => <Coded words={name(row.divisionName)} code={row.division} />,
      width: 170,
    },
    { key: 'creditCode', title: t('creditCode'), text: (row) => row.creditCode, width: 184 },
    { key: 'records', title: t('records'), text: (row) => formatNumber(row.records, language), align: 'end', width: 100 },
    {
      key: 'lastExchange',
      title: t('lastExchange'),
      text: (row) => row.lastExchange && formatInstant(row.lastExchange),
      cell: (row) => <LastExchange instant={row.lastExchange} />,
      width: 130,
    },
  ];
}

function Name({ row }: { readonly row: InstitutionRow }) {
  const { t } = useTranslation('institutions');
  const name = useBilingual();
  return (
    <>
      {name(row.name)} {row.chineseMedicine && <span className="chip-amber">{t('chineseMedicine')}</span>}
    </>
  );
}

/** Words with their code beside them: a code never stands alone. */
function Coded({ words, code }: { readonly words: string; readonly code: string }) {
  return (
    <span>
      {words} <span className="muted nowrap">{code}</span>
    </span>
  );
}

function LastExchange({ instant }: { readonly instant: string | undefined }) {
  const { t } = useTranslation('institutions');
  const language = useLanguage();
  if (!instant) return <span className="muted">{t('never')}</span>;
  return (
    <time className="nowrap" dateTime={instant} title={formatInstant(instant)}>
      {formatAgo(instant, Date.now(), language)}
    </time>
  );
}
