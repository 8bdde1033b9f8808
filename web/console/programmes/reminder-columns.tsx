import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReminderRow } from '../../../src/applications/public-health/reminders/contract.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import { titleOf } from '../../ui/failure.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';
import { post } from '../app/api.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useDivisionNames } from './columns.tsx';

/**
 * Columns of the call list.
 * @param onMarked undefined where nothing may be marked
 */
export function useReminderColumns(onMarked: (() => void) | undefined): readonly ListColumn<ReminderRow>[] {
  const { t } = useTranslation('programmes');
  const language = useLanguage();
  const programmes = useProgrammes();
  const nameOf = useDivisionNames();
  const today = localDay(new Date());
  const told = ({ channel, failure, toldAt, note, receipt }: ReminderRow) =>
    [
      failure && channel === 'call' ? t('notSent', { failure }) : '',
      toldAt ? localDay(new Date(toldAt)) : '',
      receipt ? t('receipt', { receipt }) : '',
      note ?? '',
    ]
      .filter(Boolean)
      .join(' · ');
  return [
    { key: 'by', title: t('by'), text: ({ by }) => by, cell: ({ by }) => <span className="numeric">{by}</span>, width: 110 },
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name,
      cell: ({ name, resident }) => (
        <Link to="/residents/$id" params={{ id: resident }} search={{ tab: 'programmes' }}>
          {name || '—'}
        </Link>
      ),
      width: 110,
    },
    { key: 'age', title: t('age'), text: ({ birthDate }) => ageInWords(birthDate, today, language), width: 70 },
    {
      key: 'phone',
      title: t('phone'),
      text: ({ phone, contact }) => (phone ? [phone, contact].filter(Boolean).join(' ') : t('noPhone')),
      width: 150,
    },
    {
      key: 'activity',
      title: t('activity'),
      text: ({ programme, activity, step }) =>
        `${programmes.titleOf(programme)} ${programmes.activityOf(programme, activity, step)}`,
    },
    { key: 'division', title: t('division'), text: ({ division }) => nameOf(division), width: 120 },
    { key: 'told', title: t('told'), text: told, width: 170 },
    ...(onMarked ? [{ key: 'mark', title: t('mark'), text: () => undefined, cell: markCell(onMarked), width: 190 }] : []),
  ];
}

const markCell = (onMarked: () => void) => (row: ReminderRow) => <Mark row={row} onMarked={onMarked} />;

/** Says what became of a call. */
function Mark({ row, onMarked }: { readonly row: ReminderRow; readonly onMarked: () => void }) {
  const { t } = useTranslation('programmes');
  const language = useLanguage();
  const { message } = App.useApp();
  const { name, state, resident, programme, activity, step, by } = row;
  const marking = useMutation({
    mutationFn: (outcome: 'reached' | 'not-reached') =>
      post('/api/reminders/mark', { resident, programme, activity, step, by, outcome }),
    onSuccess: onMarked,
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
  if (state === 'reached') return null;
  return (
    <span className="reminder-marks">
      <Button
        size="small"
        disabled={marking.isPending}
        aria-label={t('reachedOf', { name })}
        onClick={() => marking.mutate('reached')}
      >
        {t('markReached')}
      </Button>
      {state !== 'not-reached' && (
        <Button
          size="small"
          disabled={marking.isPending}
          aria-label={t('notReachedOf', { name })}
          onClick={() => marking.mutate('not-reached')}
        >
          {t('markNotReached')}
        </Button>
      )}
    </span>
  );
}
