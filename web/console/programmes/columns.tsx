import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DivisionPage } from '../../../src/platform/directory/contract.ts';
import type { DueRow } from '../../../src/programmes/contract.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { address, useAnswer } from '../app/api.ts';
import { DueMark } from '../app/programmes/DueDays.tsx';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useMay } from '../app/session.tsx';

const MOST_DIVISIONS = 200;
const DAY_MS = 86_400_000;

/** Days from one day to another, both YYYY-MM-DD. */
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Columns of the list of what is due. */
export function useDueColumns(): readonly ListColumn<DueRow>[] {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const language = useLanguage();
  const programmes = useProgrammes();
  const nameOf = useDivisionNames();
  const today = localDay(new Date());
  const lateness = ({ by, from, state }: DueRow) => {
    if (state === 'overdue') return t('late', { count: daysBetween(by, today) });
    return state === 'due' ? t('left', { count: daysBetween(today, by) }) : t('begins', { count: daysBetween(today, from) });
  };
  return [
    {
      key: 'state',
      title: t('state'),
      text: ({ state }) => t(state),
      cell: ({ state }) => <DueMark state={state} />,
      width: 104,
    },
    {
      key: 'by',
      title: t('by'),
      text: (row) => `${row.by} ${lateness(row)}`,
      cell: (row) => (
        <span className="numeric">
          {row.by} <span className="muted due-late">{lateness(row)}</span>
        </span>
      ),
      width: 132,
    },
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name,
      cell: ({ name, resident }) => (
        <Link to="/residents/$id" params={{ id: resident }} search={{ tab: 'programmes' }}>
          {name || '—'}
        </Link>
      ),
      width: 120,
    },
    { key: 'sex', title: t('sex'), text: ({ sex }) => t(sex), width: 70 },
    { key: 'age', title: t('age'), text: ({ birthDate }) => ageInWords(birthDate, today, language), width: 80 },
    { key: 'programme', title: t('programme'), text: ({ programme }) => programmes.titleOf(programme), width: 170 },
    {
      key: 'activity',
      title: t('activity'),
      text: ({ programme, activity, step }) => programmes.activityOf(programme, activity, step),
      width: 170,
    },
    {
      key: 'reason',
      title: t('reason'),
      text: ({ reason, refer }) => [refer ? t('refer') : '', reason ? say(reason) : ''].filter(Boolean).join(' · '),
      cell: ({ reason, refer }) => (
        <>
          {refer && <span className="chip-amber">{t('refer')}</span>} {reason && say(reason)}
        </>
      ),
    },
    { key: 'division', title: t('division'), text: ({ division }) => nameOf(division), width: 120 },
    { key: 'from', title: t('from'), text: ({ from }) => from, width: 110, optional: true },
  ];
}

/** What a division is called; its code where that is not known. */
export function useDivisionNames(): (code: string) => string {
  const say = useBilingual();
  const may = useMay();
  const path = address('/api/divisions', { count: MOST_DIVISIONS });
  const { data } = useAnswer<DivisionPage>(path, { enabled: may('directory.read') });
  return (code) => {
    const found = data?.items.find((one) => one.code === code)?.name;
    return found ? say(found) : code;
  };
}
