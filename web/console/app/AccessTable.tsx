import { CheckCircleOutlined, CloseCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AccessPage, AccessRow } from '../../../src/security/audit/contract.ts';
import { kindName } from '../../fhir/words/kinds.ts';
import { formatInstant } from '../../ui/format.ts';
import { KeysetPager } from '../../ui/KeysetPager.tsx';
import { type ListColumn, ListTable } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { address, useAnswer } from './api.ts';
import { useKeyset, useUrlState } from './url-state.ts';

const PAGE = 50;

/** Accesses, of one resident or of the whole division; the log's own page and the resident's tab show the same list. */
export function AccessTable({ resident = '' }: { readonly resident?: string }) {
  const { t } = useTranslation('accesses');
  const [{ cursor }] = useUrlState({ cursor: '' });
  const list = useAnswer<AccessPage>(address('/api/accesses', { resident, cursor, count: PAGE }), { keepPrevious: true });
  const pages = useKeyset(cursor, list.data?.next);
  const columns = useAccessColumns(resident === '');
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <ListTable<AccessRow>
        caption={t('caption')}
        rows={list.data?.items}
        columns={columns}
        rowKey={({ id }) => id}
        empty={t('none')}
        stale={list.isPlaceholderData}
      />
      <KeysetPager {...pages} />
    </>
  );
}

function useAccessColumns(withResident: boolean): readonly ListColumn<AccessRow>[] {
  const { t } = useTranslation('accesses');
  const name = useBilingual();
  const purposeName = usePurposeName();
  const resident: ListColumn<AccessRow> = {
    key: 'resident',
    title: t('resident'),
    cell: (row) => <ResidentLink row={row} />,
    width: 120,
  };
  return [
    { key: 'at', title: t('at'), cell: ({ at }) => <time dateTime={at}>{formatInstant(at)}</time>, width: 150 },
    { key: 'actor', title: t('actor'), cell: (row) => <Actor row={row} /> },
    { key: 'action', title: t('action'), cell: ({ action }) => t(action), width: 120 },
    ...(withResident ? [resident] : []),
    { key: 'what', title: t('what'), cell: (row) => <What row={row} /> },
    { key: 'purpose', title: t('purposeOfUse'), cell: ({ purpose }) => purposeName(purpose), width: 120 },
    { key: 'from', title: t('from'), cell: ({ fromName }) => name(fromName), width: 140 },
    { key: 'outcome', title: t('outcome'), cell: ({ outcome }) => <Outcome outcome={outcome} />, width: 100 },
  ];
}

const purposes = ['TREAT', 'PUBHLTH', 'HOPERAT', 'HPAYMT', 'HRESCH', 'ETREAT', 'PATRQT', 'HSYSADMIN'] as const;

function usePurposeName(): (purpose: string) => string {
  const { t } = useTranslation('accesses');
  return (purpose) => {
    const known = purposes.find((each) => each === purpose);
    return known ? t(known) : purpose;
  };
}

function Actor({ row }: { readonly row: AccessRow }) {
  const name = useBilingual();
  return (
    <span>
      {name(row.actorName)} <span className="muted">{name(row.roleName)}</span>
    </span>
  );
}

function ResidentLink({ row }: { readonly row: AccessRow }) {
  if (!row.resident) return null;
  return (
    <Link to="/residents/$id" params={{ id: row.resident }}>
      {row.residentName ?? row.resident}
    </Link>
  );
}

/** `Observation/3f…` is read as its kind; the id stays at hand for those who follow it up. */
function What({ row }: { readonly row: AccessRow }) {
  const { t } = useTranslation('accesses');
  const language = useLanguage();
  const type = /^[A-Z][A-Za-z]+/.exec(row.what)?.[0];
  return (
    <span title={row.what}>
      {type ? kindName(type, language) : row.what}{' '}
      {row.count > 1 && <span className="muted">{t('count', { count: row.count })}</span>}
    </span>
  );
}

const outcomes = {
  success: { icon: CheckCircleOutlined, color: 'var(--mk-good)' },
  refused: { icon: StopOutlined, color: 'var(--mk-danger)' },
  failed: { icon: CloseCircleOutlined, color: 'var(--mk-warning)' },
};

function Outcome({ outcome }: { readonly outcome: AccessRow['outcome'] }) {
  const { t } = useTranslation('accesses');
  const { icon: Icon, color } = outcomes[outcome];
  return (
    <span className="nowrap" style={{ color }}>
      <Icon aria-hidden /> {t(outcome)}
    </span>
  );
}
