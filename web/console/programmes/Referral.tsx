import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FormValue, FormValues } from '../../../src/forms/contract.ts';
import type { Bilingual } from '../../../src/kernel/contract.ts';
import { compileCondition, dayNumber, type FactValue } from '../../../src/life-course/index.ts';
import type { Activity, ContactFormView } from '../../../src/programmes/contract.ts';
import { useBilingual } from '../../ui/language.ts';

/** What a referral is proposed for, and whether the form has room for it. */
export interface ProposedReferral {
  readonly reason: Bilingual | undefined;
  readonly hasFields: boolean;
}

/** Asks the schedule of an activity, of answers that are not sent yet, whether the resident should be referred. */
export function compileReferral(view: ContactFormView, activity: Activity | undefined) {
  const schedule = activity?.schedule;
  const choices = schedule?.kind === 'follow-up' ? schedule.choices : [];
  const ready = choices.map((choice) => ({ choice, holds: compileCondition(choice.when) }));
  const hasFields = view.fields.some(({ key }) => key === 'referred');
  const name = `${view.programme}/${view.activity}`;
  return (facts: Readonly<Record<string, FactValue>>, on: string): ProposedReferral | undefined => {
    const at = dayNumber(on);
    if (Number.isNaN(at)) return undefined;
    const before = view.course.events.findLast(({ day, facts: { contact } }) => day < at && contact === name);
    const found = ready.find(({ holds }) => holds({ course: view.course, at, contact: { facts }, before }));
    return found?.choice.refer ? { reason: found.choice.reason, hasFields } : undefined;
  };
}

interface ReferralNoticeProps {
  readonly proposed: ProposedReferral | undefined;
  readonly draft: FormValues;
  readonly set: (key: string, value: FormValue) => void;
}

/** Proposes a referral where the rules of the programme do; a press opens its fields. */
export function ReferralNotice({ proposed, draft, set }: ReferralNoticeProps) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  if (!proposed) return null;
  const isFilled = draft['referred'] === true;
  const fill = () => {
    set('referred', true);
    // the fields stand there when this has been drawn
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[id$="-referralReason"]')?.focus());
  };
  return (
    <Alert
      type={isFilled ? 'info' : 'warning'}
      showIcon
      role="status"
      title={t(isFilled ? 'referralFilled' : 'referralProposed')}
      description={proposed.reason && say(proposed.reason)}
      action={
        proposed.hasFields &&
        !isFilled && (
          <Button data-before-sending onClick={fill}>
            {t('fillReferral')}
          </Button>
        )
      }
    />
  );
}
