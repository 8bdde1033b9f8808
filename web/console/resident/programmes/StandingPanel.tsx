import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Activity, StandingView } from '../../../../src/programmes/contract.ts';
import { useBilingual } from '../../../ui/language.ts';
import { DueMark, useDueDays } from '../../app/programmes/DueDays.tsx';
import { useProgrammes } from '../../app/programmes/programme-titles.ts';
import { useMay } from '../../app/session.tsx';
import { CloseButton } from './CloseButton.tsx';
import { EnrolButton } from './EnrolButton.tsx';

interface StandingPanelProps {
  /** Patient id. */
  readonly id: string;
  readonly who: string;
  readonly standing: StandingView;
}

/** How the resident stands in one programme. */
export function StandingPanel({ id, who, standing }: StandingPanelProps) {
  const { t } = useTranslation('programmes');
  const { find, titleOf } = useProgrammes();
  const may = useMay();
  const programme = find(standing.programme);
  const isCase = programme?.enrolment.kind === 'case';
  const isIn = standing.state === 'active';
  const title = titleOf(standing.programme);
  return (
    <section className="panel standing" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="toolbar">
          {!isIn && <span className="chip-amber">{t('isSuggested')}</span>}
          {isIn && <span className="muted">{isCase ? t('inSince', { date: standing.since ?? '—' }) : t('forAll')}</span>}
          {programme &&
            may('programme.write') &&
            isCase &&
            (isIn ? (
              <CloseButton id={id} who={who} programme={programme} />
            ) : (
              <EnrolButton id={id} who={who} programme={programme} />
            ))}
        </span>
      </div>
      <div className="panel-body stack">
        <Classes standing={standing} />
        <DueOf id={id} standing={standing} />
      </div>
    </section>
  );
}

/** What the latest contact makes of the resident, in words. */
function Classes({ standing: { programme, classes } }: { readonly standing: StandingView }) {
  const say = useBilingual();
  const { find } = useProgrammes();
  const shown = (find(programme)?.classifications ?? []).flatMap(({ code, title, values }) => {
    const value = values.find((one) => one.code === classes[code]);
    return value ? [{ code, title, value }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <dl className="standing-classes">
      {shown.map(({ code, title, value }) => (
        <div key={code}>
          <dt>{say(title)}</dt>
          <dd>
            <span className={`class-mark class-${value.severity ?? 'none'}`}>{say(value.title)}</span>
            {value.advice && <p className="muted">{say(value.advice)}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function DueOf({ id, standing: { programme, due, state } }: { readonly id: string; readonly standing: StandingView }) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const daysOf = useDueDays();
  const { find, activityOf } = useProgrammes();
  const free = state === 'active' ? (find(programme)?.activities ?? []).filter((one) => isFree(one, due)) : [];
  return (
    <>
      {due.length === 0 && <p className="muted">{t('nothingDue')}</p>}
      <ul className="standing-due" aria-label={t('dueNow')}>
        {due.map((item) => (
          <li key={`${item.activity} ${item.step ?? ''}`}>
            <DueMark state={item.state} />
            <span>
              <strong>{activityOf(programme, item.activity, item.step)}</strong>{' '}
              <span className="numeric nowrap">{daysOf(item)}</span>{' '}
              {item.refer && <span className="chip-amber">{t('refer')}</span>} {item.reason && say(item.reason)}
            </span>
            <FillLink id={id} programme={programme} activity={item.activity} step={item.step} />
          </li>
        ))}
        {free.map(({ code }) => (
          <li key={code}>
            <span className="muted">{t('onDemand')}</span>
            <strong>{activityOf(programme, code)}</strong>
            <FillLink id={id} programme={programme} activity={code} step={undefined} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What can be done though it is not due. */
const isFree = ({ code, schedule, form }: Activity, due: StandingView['due']): boolean =>
  form !== undefined && schedule.kind !== 'steps' && !due.some(({ activity }) => activity === code);

interface FillLinkProps {
  readonly id: string;
  readonly programme: string;
  readonly activity: string;
  readonly step: string | undefined;
}

function FillLink({ id, programme, activity, step }: FillLinkProps) {
  const { t } = useTranslation('programmes');
  const { activityOf } = useProgrammes();
  const may = useMay();
  if (!may('programme.write')) return null;
  return (
    <Link
      to="/residents/$id/contact"
      params={{ id }}
      search={{ programme, activity, ...(step === undefined ? {} : { step }) }}
      aria-label={t('fillWhat', { what: activityOf(programme, activity, step) })}
    >
      {t('fill')}
    </Link>
  );
}
