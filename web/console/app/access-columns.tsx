import { CheckCircleOutlined, CloseCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AccessRow } from '../../../src/security/audit/contract.ts';
import { kindName } from '../../fhir/words/kinds.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { useMay } from './session.tsx';

/** Columns of the access log. */
export function useAccessColumns(
  withResident: boolean,
  onResident: ((id: string) => void) | undefined,
): readonly ListColumn<AccessRow>[] {
  const { t } = useTranslation('accesses');
  const name = useBilingual();
  const purposeName = usePurposeName();
  const whatName = useWhatName();
  const resident: ListColumn<AccessRow> = {
    key: 'resident',
    title: t('resident'),
    text: (row) => row.residentName ?? row.resident,
    cell: (row) => <ResidentLink row={row} onResident={onResident} />,
    width: 120,
  };
  return [
    {
      key: 'at',
      title: t('at'),
      text: ({ at }) => formatInstant(at),
      cell: ({ at }) => (
        <time className="nowrap" dateTime={at}>
          {formatInstant(at)}
        </time>
      ),
      width: 156,
    },
    { key: 'actor', title: t('actor'), text: (row) => name(row.actorName) },
    { key: 'role', title: t('role'), text: (row) => name(row.roleName) },
    { key: 'action', title: t('action'), text: ({ action }) => t(action), width: 120 },
    ...(withResident ? [resident] : []),
    { key: 'what', title: t('what'), text: whatName, cell: (row) => <span title={row.what}>{whatName(row)}</span> },
    { key: 'purpose', title: t('purposeOfUse'), text: ({ purpose }) => purposeName(purpose), width: 120 },
    { key: 'from', title: t('from'), text: ({ fromName }) => name(fromName), width: 150 },
    {
      key: 'outcome',
      title: t('outcome'),
      text: ({ outcome }) => t(outcome),
      cell: ({ outcome }) => <Outcome outcome={outcome} />,
      width: 100,
    },
    { key: 'id', title: t('entryId'), text: ({ id }) => id, optional: true },
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

/** The page of the resident, for whoever may open it; for others, as auditors, the accesses to this one alone. */
function ResidentLink({ row, onResident }: { readonly row: AccessRow; readonly onResident: ((id: string) => void) | undefined }) {
  const { t } = useTranslation('accesses');
  const may = useMay();
  const { resident, residentName } = row;
  if (!resident) return null;
  const shown = residentName ?? `${resident.slice(0, 8)}…`;
  if (may('record.read')) {
    return (
      <Link to="/residents/$id" params={{ id: resident }}>
        {shown}
      </Link>
    );
  }
  if (!onResident) return shown;
  return (
    <Button
      type="link"
      size="small"
      className="inline-button"
      title={resident}
      aria-label={t('onlyThis', { resident: shown })}
      onClick={() => onResident(resident)}
    >
      {shown}
    </Button>
  );
}

const fields = ['identity-number', 'card-number', 'phone'] as const;

/** `Observation/3f…` is read as its kind, a revealed field by its name. */
function useWhatName(): (row: AccessRow) => string {
  const { t } = useTranslation('accesses');
  const language = useLanguage();
  return ({ what, count }) => {
    const field = fields.find((each) => each === what);
    const type = /^[A-Z][A-Za-z]+/.exec(what)?.[0];
    const named = field ? t(field) : type ? kindName(type, language) : what;
    return count > 1 ? t('whatCount', { what: named, count }) : named;
  };
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
