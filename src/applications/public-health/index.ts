import type { Programme } from '../../programmes/index.ts';
import { constitution } from './programmes/constitution.ts';
import { diabetes } from './programmes/diabetes.ts';
import { elderly } from './programmes/elderly.ts';
import { healthExamination } from './programmes/health-examination.ts';
import { hypertension } from './programmes/hypertension.ts';
import { mental } from './programmes/mental.ts';
import { tuberculosis } from './programmes/tuberculosis.ts';

/** Public health: the national basic public health services as programmes. */
export const publicHealthProgrammes: readonly Programme[] = [
  healthExamination,
  hypertension,
  diabetes,
  elderly,
  constitution,
  mental,
  tuberculosis,
];
