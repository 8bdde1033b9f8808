import type { Element } from './contract.ts';
import { followUp } from './follow-up.ts';
import { lifestyle } from './lifestyle.ts';
import { vitalSigns } from './vital-signs.ts';

export type { Choice, Element } from './contract.ts';
export { codingsOf, DATA_ELEMENTS, LOINC, OWN_ELEMENTS } from './element.ts';

/** Elements that services share; a programme adds what it alone asks for. */
export const sharedElements: readonly Element[] = [...vitalSigns, ...lifestyle, ...followUp];
