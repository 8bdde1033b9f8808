import type { Element } from './contract.ts';
import { followUp } from './follow-up.ts';
import { healthAssessment } from './health-assessment.ts';
import { history } from './history.ts';
import { laboratory } from './laboratory.ts';
import { lifestyle } from './lifestyle.ts';
import { medication } from './medication.ts';
import { physicalExamination } from './physical-examination.ts';
import { stays } from './stays.ts';
import { vitalSigns } from './vital-signs.ts';

export type { Choice, Element } from './contract.ts';
export { ANSWER, DRUG_NAME, drugValuesIn, isPlaced, toDrugMembers } from './drug-statement.ts';
export {
  ACTIVITY,
  ADVERSE_EVENT,
  codingsOf,
  DATA_ELEMENTS,
  FORM_SECTION,
  LOINC,
  OWN_ELEMENTS,
  PROGRAMME,
  REMINDER,
  VACCINATION,
} from './element.ts';
export * from './words.ts';

/** Elements that services share; a programme adds what it alone asks for. */
export const sharedElements: readonly Element[] = [
  ...vitalSigns,
  ...physicalExamination,
  ...laboratory,
  ...lifestyle,
  ...healthAssessment,
  ...history,
  ...stays,
  ...medication,
  ...followUp,
];
