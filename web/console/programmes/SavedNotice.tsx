import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../ui/language.ts';
import { DueMark, useDueDays } from '../app/programmes/DueDays.tsx';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import type { SavedContact } from './saved.ts';

/** What was recorded, when the next is due, and whether a referral is still to be made. */
export function SavedNotice({ saved }: { readonly saved: SavedContact }) {
  const { t } = useTranslation('programmes');
  const { resident, programme, activity, step, contact, on, due, name, referred } = saved;
  const { activityOf } = useProgrammes();
  const what = activityOf(programme, activity, step || undefined);
  if (contact === undefined) return <KeptNotice name={name} what={what} on={on} />;
  const search = { programme, activity, contact, ...(step ? { step } : {}) };
  const isOpen = due.some(({ refer }) => refer) && !referred;
  return (
    <Alert
      type={isOpen ? 'warning' : 'success'}
      showIcon
      role="status"
      title={t('saved', { name, what, on })}
      description={
        <>
          <DueLines due={due} />
          <p className="toolbar saved-links">
            {isOpen && (
              <Link to="/residents/$id/contact" params={{ id: resident }} search={search}>
                {t('addReferral')}
              </Link>
            )}
            <Link to="/residents/$id" params={{ id: resident }} search={{ tab: 'programmes' }}>
              {t('toResident', { name })}
            </Link>
            <Link to="/residents/$id/contact" params={{ id: resident }} search={search}>
              {t('correct')}
            </Link>
            <Link to="/due">{t('worklist')}</Link>
          </p>
        </>
      }
    />
  );
}

/** It is on this device and nowhere else. */
function KeptNotice(kept: { readonly name: string; readonly what: string; readonly on: string }) {
  const { t } = useTranslation('programmes');
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('keptHere', kept)}
      description={
        <p className="toolbar saved-links">
          <Link to="/offline">{t('toOffline')}</Link>
          <Link to="/due">{t('worklist')}</Link>
        </p>
      }
    />
  );
}

function DueLines({ due }: Pick<SavedContact, 'due'>) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const daysOf = useDueDays();
  const { activityOf } = useProgrammes();
  if (due.length === 0) return <p>{t('nothingNext')}</p>;
  return (
    <ul className="saved-due" aria-label={t('next')}>
      {due.map((item) => (
        <li key={`${item.activity} ${item.step ?? ''}`}>
          <DueMark state={item.state} /> <strong>{activityOf(item.programme, item.activity, item.step)}</strong>{' '}
          <span className="numeric">{daysOf(item)}</span> {item.refer && <span className="chip-amber">{t('refer')}</span>}{' '}
          {item.reason && say(item.reason)}
        </li>
      ))}
    </ul>
  );
}
