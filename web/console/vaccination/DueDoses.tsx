import { useTranslation } from 'react-i18next';
import type { ToldDose } from '../../../src/applications/public-health/immunization/contract.ts';
import { useBilingual } from '../../ui/language.ts';

/** What is due today, each dose with the reasons of the schedule. */
export function DueDoses({ title, doses }: { readonly title: string; readonly doses: readonly ToldDose[] }) {
  const { t } = useTranslation('vaccination');
  const say = useBilingual();
  if (doses.length === 0) return <p className="muted">{t('dueNothing')}</p>;
  return (
    <section className="due-doses" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {doses.map((dose) => (
          <li key={`${dose.dose} ${dose.vaccine}`} className={`due-dose due-dose-${dose.state}`}>
            <strong>
              {dose.number === undefined
                ? say(dose.vaccineName)
                : t('doseOf', { vaccine: say(dose.vaccineName), number: dose.number })}
            </strong>{' '}
            <span className="due-dose-state">{t(`dose_${dose.state}`)}</span>{' '}
            {dose.recommended && (
              <span className="numeric">{t('between', { from: dose.recommended, by: dose.latest ?? '—' })}</span>
            )}
            <details>
              <summary>{t('reasons')}</summary>
              <ul>
                {dose.steps.map((step, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: steps of a reasoning have an order and no identity
                  <li key={index}>
                    {say(step.text)} <span className="muted">{step.rule}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
