import type { Element } from './contract.ts';

/** Activity of a programme, `hypertension/follow-up`: the type of the Encounter of a contact. */
export const ACTIVITY = 'urn:minkang:activity';
/** Programme: the type of an EpisodeOfCare. */
export const PROGRAMME = 'urn:minkang:programme';
/** Section of a form, `hypertension/follow-up/signs`: the code of the Observation that it became. */
export const FORM_SECTION = 'urn:minkang:form-section';

/** Visit to a vaccination point: the type of an Encounter. */
export const VACCINATION = 'urn:minkang:vaccination';
/** Class of an adverse event after immunisation: the category of an AdverseEvent. */
export const ADVERSE_EVENT = 'urn:minkang:adverse-event-after-immunisation';
/** Reminder of a vaccination: the category of a Communication. */
export const REMINDER = 'urn:minkang:reminder';

/** FHIR system of the data elements of WS 363 (identifier DExx.xx.xxx.xx). */
export const DATA_ELEMENTS = 'urn:oid:2.16.156.10011.2.2.1';
export const LOINC = 'http://loinc.org';
/** System of our own names of elements. */
export const OWN_ELEMENTS = 'urn:minkang:element';

/** Codes under which an element is known in FHIR: our own name, the number of WS 363, LOINC. */
export function codingsOf({ name, element, loinc = [] }: Element): readonly { readonly system: string; readonly code: string }[] {
  return [
    { system: OWN_ELEMENTS, code: name },
    ...(element === undefined ? [] : [{ system: DATA_ELEMENTS, code: element }]),
    ...loinc.map((code) => ({ system: LOINC, code })),
  ];
}
