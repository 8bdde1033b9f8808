import type { Definition, TerminologyLibrary } from '../../standards/index.ts';

/** All code systems, value sets and concept maps at one time. */
export interface Snapshot {
  readonly library: TerminologyLibrary;
  /** A stored one, else one that comes with the program. */
  findById(type: Definition['type'], id: string): Definition | undefined;
}
