/** The resident index: which platform knows a resident under which numbers (IHE PIX/PDQ in spirit). */
export { countEntries, gone, type IndexEntry, indexEntry, readDocuments, replaceEntries } from './entries.ts';
export { agree, type Located, locateResident, strongIdentifiers } from './locate.ts';
