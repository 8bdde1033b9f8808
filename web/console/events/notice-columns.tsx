import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NoticeRow } from '../../../src/platform/notices/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { useMay } from '../app/session.tsx';

/** Columns of notices; the last one is what can be done about those of other places. */
export function useNoticeColumns(
  direction: NoticeRow['direction'],
  onAcknowledge: (id: string) => void,
  pending: string | undefined,
): readonly ListColumn<NoticeRow>[] {
  const { t } = useTranslation('events');
  const name = useBilingual();
  const may = useMay();
  const said = useSaid();
  const columns: readonly ListColumn<NoticeRow>[] = [
    { key: 'happenedOn', title: t('happenedOn'), text: (row) => row.happenedOn, width: 116 },
    { key: 'kind', title: t('kind'), text: (row) => t(row.kind), width: 76 },
    {
      key: 'resident',
      title: t('resident'),
      text: (row) => row.name,
      cell: ({ resident, name: called }) =>
        resident ? (
          <Link to="/residents/$id" params={{ id: resident }}>
            {called}
          </Link>
        ) : (
          called
        ),
      width: 96,
    },
    { key: 'sex', title: t('sex'), text: (row) => t(row.sex), width: 70, optional: true },
    { key: 'birthDate', title: t('birthDate'), text: (row) => row.birthDate, width: 116 },
    { key: 'number', title: t('identityNumber'), text: (row) => row.identityNumberMasked, width: 176 },
    { key: 'place', title: t('placeHere'), text: (row) => `${name(row.placeName)} ${row.place}`, width: 144 },
    { key: 'otherPlace', title: t('placeThere'), text: (row) => `${name(row.otherPlaceName)} ${row.otherPlace}`, width: 144 },
    { key: 'state', title: t('state'), text: said, width: 160 },
    { key: 'madeAt', title: t('recordedAt'), text: (row) => formatInstant(row.madeAt), width: 150, optional: true },
  ];
  if (direction === 'outgoing' || !may('event.write')) return columns;
  return [
    ...columns,
    {
      key: 'act',
      title: t('noticeAct'),
      text: () => '',
      cell: (row) => <Acts row={row} onAcknowledge={onAcknowledge} pending={pending === row.id} />,
      width: 170,
    },
  ];
}

/** The state in words, with when, by whom, and why it waits. */
function useSaid(): (row: NoticeRow) => string {
  const { t } = useTranslation('events');
  const name = useBilingual();
  return ({ state, sentAt, arrivedAt, acknowledgedAt, acknowledgedBy, acknowledgedByName, problem }) => {
    const at = { sent: sentAt, arrived: arrivedAt, acknowledged: acknowledgedAt }[state as string];
    const by = acknowledgedByName ? name(acknowledgedByName) : acknowledgedBy;
    const parts = [t(`notice_${state}`), at && formatInstant(at), by, problem && state === 'waiting' && t('noticeProblem')];
    return parts.filter(Boolean).join(' · ');
  };
}

interface ActsProps {
  readonly row: NoticeRow;
  readonly onAcknowledge: (id: string) => void;
  readonly pending: boolean;
}

/** Recording the same move here, or only having seen it. */
function Acts({ row, onAcknowledge, pending }: ActsProps) {
  const { t } = useTranslation('events');
  if (row.state !== 'arrived') return null;
  const kind = row.kind === 'move-out' ? 'move-in' : 'move-out';
  const search = {
    resident: row.resident ?? '',
    on: row.happenedOn,
    otherDivision: row.otherPlace,
    ...(kind === 'move-in' ? { division: row.place } : {}),
  };
  return (
    <span className="notice-acts">
      <Button
        size="small"
        loading={pending}
        onClick={() => onAcknowledge(row.id)}
        aria-label={`${t('acknowledge')} · ${row.name}`}
      >
        {t('acknowledge')}
      </Button>
      {row.resident && (
        <Link to="/events/new/$kind" params={{ kind }} search={search}>
          {t('recordHere', { kind: t(kind) })}
        </Link>
      )}
    </span>
  );
}
