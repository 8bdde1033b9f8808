/** Code systems, value sets and concept maps of a platform: those that come with the program, and those stored. */
export { findNationalTable } from './built-in.ts';
export type { Snapshot } from './snapshot.ts';
export { openTerminology, type PlatformTerminology } from './terminology.ts';
