import { useTranslation } from 'react-i18next';
import type { Timeliness } from '../../../src/applications/public-health/diseases/contract.ts';
import { formatInstant, formatSpan } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';

/** Whether something came in time, or how long there is left, in words. */
export function useDeadlineWords(): (of: Timeliness) => string {
  const { t } = useTranslation('diseases');
  const language = useLanguage();
  return ({ leftMinutes, isDone }) => {
    const span = formatSpan(Math.abs(leftMinutes) * 60, language);
    if (isDone) return leftMinutes >= 0 ? t('inTime') : t('lateBy', { span });
    return leftMinutes >= 0 ? t('left', { span }) : t('overdueBy', { span });
  };
}

/** The same with the deadline itself for who points at it; what is late is told by its words too. */
export function Deadline({ of }: { readonly of: Timeliness }) {
  const words = useDeadlineWords();
  const look = of.leftMinutes < 0 ? 'deadline deadline-late' : of.isDone ? 'deadline' : 'deadline deadline-running';
  return (
    <span className={look} title={formatInstant(of.deadline)}>
      {words(of)}
    </span>
  );
}
