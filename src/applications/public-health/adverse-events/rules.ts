import type { Bilingual } from '../../../kernel/contract.ts';
import type { Seriousness } from './contract.ts';

const HOUR_MS = 3_600_000;

/**
 * 全国疑似预防接种异常反应监测方案: reported within 48 hours of being found; a death, severe disability, a cluster or what alarms
 * the public within 2 hours.
 */
export const REPORT_HOURS = { usual: 48, urgent: 2 } as const;
/** The county begins to investigate within 48 hours of the report. */
export const INVESTIGATE_HOURS = 48;

interface Reported {
  readonly found: string;
  readonly seriousness: Seriousness;
  readonly isCluster: boolean;
}

export const isUrgent = ({ seriousness, isCluster }: Omit<Reported, 'found'>): boolean =>
  isCluster || seriousness === 'death' || seriousness === 'disability';

/** Last instant at which a report is in time. */
export function reportBy(event: Reported): string {
  const hours = isUrgent(event) ? REPORT_HOURS.urgent : REPORT_HOURS.usual;
  return new Date(Date.parse(event.found) + hours * HOUR_MS).toISOString();
}

export const investigateBy = (reported: string): string =>
  new Date(Date.parse(reported) + INVESTIGATE_HOURS * HOUR_MS).toISOString();

/** Classes by cause, as the conclusion names them (the same plan, part on classification). */
export const classes: Readonly<Record<string, Bilingual>> = {
  general: { zh: '一般反应', en: 'General reaction' },
  abnormal: { zh: '异常反应', en: 'Abnormal reaction' },
  'vaccine-quality': { zh: '疫苗质量事故', en: 'Vaccine quality defect' },
  'programme-error': { zh: '接种事故', en: 'Programme error' },
  coincidental: { zh: '偶合症', en: 'Coincidental event' },
  psychogenic: { zh: '心因性反应', en: 'Psychogenic reaction' },
  undetermined: { zh: '不明原因', en: 'Undetermined' },
};

/** Before there is a conclusion. */
export const REPORTED: Bilingual = { zh: '疑似预防接种异常反应', en: 'Suspected adverse event after immunisation' };
