/** What JSON says; undefined where the text is none. Not for FHIR, whose numbers keep their digits: that is `parseJson` of `src/fhir`. */
export function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
