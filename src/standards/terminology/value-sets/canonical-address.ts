/** A canonical address, which may name a version: `url|version`. https://hl7.org/fhir/R4/references.html#canonical */
export interface CanonicalAddress {
  readonly url: string;
  readonly version: string | undefined;
}

export function parseCanonical(text: string): CanonicalAddress {
  const bar = text.indexOf('|');
  const url = (bar < 0 ? text : text.slice(0, bar)).replace(/#.*$/, '');
  return { url, version: bar < 0 ? undefined : text.slice(bar + 1) || undefined };
}

export const formatCanonical = (url: string, version: string | undefined): string =>
  version === undefined ? url : `${url}|${version}`;

/** Orders versions: by their numbers where they differ, `2.10` after `2.9`; one without a version comes first. */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  return a.localeCompare(b, 'en', { numeric: true });
}
