import type { Programme } from '../../programmes/index.ts';
import { child } from './programmes/child.ts';
import { childChineseMedicine } from './programmes/child-chinese-medicine.ts';
import { constitution } from './programmes/constitution.ts';
import { diabetes } from './programmes/diabetes.ts';
import { elderly } from './programmes/elderly.ts';
import { familyDoctor } from './programmes/family-doctor.ts';
import { healthExamination } from './programmes/health-examination.ts';
import { healthRecord } from './programmes/health-record.ts';
import { hypertension } from './programmes/hypertension.ts';
import { maternal } from './programmes/maternal.ts';
import { mental } from './programmes/mental.ts';
import { outbreakContact } from './programmes/outbreak-contact.ts';
import { tuberculosis } from './programmes/tuberculosis.ts';
import { vaccination } from './programmes/vaccination.ts';

export * from './diseases/index.ts';
export * from './early-warning/index.ts';
export * from './growth/index.ts';
export * from './outbreaks/index.ts';

/** Public health: the national basic public health services as programmes. */
export const publicHealthProgrammes: readonly Programme[] = [
  healthRecord,
  familyDoctor,
  healthExamination,
  child,
  childChineseMedicine,
  maternal,
  elderly,
  constitution,
  hypertension,
  diabetes,
  mental,
  tuberculosis,
  vaccination,
  outbreakContact,
];
export { endsByItself } from './programmes/outbreak-contact.ts';
