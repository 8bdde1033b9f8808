const COMBINING = /\p{M}+/gu;

/** A text as searches compare it: without case, accents and repeated blanks. https://hl7.org/fhir/R4/search.html#string */
export function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(COMBINING, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
