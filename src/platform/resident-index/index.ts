/** The resident index: which platform knows a resident under which numbers (IHE PIX/PDQ in spirit). */
export { countEntries, gone, type IndexEntry, indexEntry, readDocuments, replaceEntries } from './entries.ts';
export { type Located, locateResident, type Person, strongIdentifiers } from './locate.ts';
