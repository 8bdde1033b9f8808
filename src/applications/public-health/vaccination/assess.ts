import type { Fault } from '../../../kernel/contract.ts';
import type { Contraindication } from '../immunization/index.ts';
import type { PreCheck } from './contract.ts';

/** °C in the armpit. The rules name fever and no number; clinics take 37.3. */
export const FEVER = 37.3;
/** 预防接种工作规范: the child is observed on the spot for 30 minutes after a dose. */
export const OBSERVED_MS = 30 * 60_000;

export const hasFever = ({ temperature }: Pick<PreCheck, 'temperature'>): boolean => temperature >= FEVER;

/** What the answers forbid today. General rules of the programme, 2021 edition, Ⅶ: acute illness and fever put every vaccine off. */
export function contraindicationsIn(check: PreCheck, today: string): Contraindication[] {
  const named = new Set([...check.conditions, ...(hasFever(check) ? ['acute-illness'] : [])]);
  return [...named].map((condition) => ({ condition, from: today, until: check.until ?? today }));
}

const impossible = (at: string, zh: string, en: string): Fault => ({ at, kind: 'impossible', text: { zh, en } });

/** What of a pre-check cannot be, field by field. */
export function faultsOf(check: PreCheck, today: string): Fault[] {
  const { decision, temperature, reaction, until, reason, consents, conditions } = check;
  const isIll = hasFever(check) || conditions.includes('acute-illness');
  return [
    ...(temperature < 34 || temperature > 43
      ? [impossible('temperature', '应在 34.0 至 43.0 ℃之间', 'From 34.0 to 43.0 °C')]
      : []),
    ...(check.accompaniedBy.trim() === '' ? [impossible('accompaniedBy', '请填写陪同人', 'Who comes with the child?')] : []),
    ...(decision === 'fit' && !consents
      ? [impossible('decision', '监护人未同意，不能接种', 'Without consent nothing is given')]
      : []),
    ...(decision === 'fit' && isIll
      ? [impossible('decision', '发热或急性疾病期间应暂缓接种', 'Fever and acute illness put every vaccine off')]
      : []),
    ...(decision === 'fit' && reaction === 'severe' && !reason
      ? [impossible('reason', '既往有严重反应：请说明为何可以接种', 'After a severe reaction: say why it may be given')]
      : []),
    ...(decision === 'postpone' && (until === undefined || until <= today)
      ? [impossible('until', '请填写今天之后的日期', 'A day after today')]
      : []),
    ...(decision !== 'fit' && decision !== 'decline' && !reason && !isIll ? [impossible('reason', '请填写原因', 'Say why')] : []),
    ...(decision === 'decline' && consents
      ? [impossible('consents', '已同意与“拒绝接种”不符', 'Consent and a refusal do not fit')]
      : []),
  ];
}

/** How long a child is still observed, in milliseconds; 0 when it may leave. */
export const observedFor = (vaccinatedAt: string, now: Date): number =>
  Math.max(0, Date.parse(vaccinatedAt) + OBSERVED_MS - now.getTime());
