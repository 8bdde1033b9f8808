import { extensions } from './extensions.ts';
import { toStructureDefinition } from './profile.ts';
import { resident } from './resident.ts';

/** A profile that every resource of a type must follow, whether it names it or not, from one day to another. */
export interface InForce {
  readonly type: string;
  /** Canonical address, with `|version` or without. */
  readonly url: string;
  /** First and last day, YYYY-MM-DD; without one, from ever or for ever. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Profiles and definitions of extensions that come with the program, as StructureDefinitions. */
export const ownDefinitions = [resident, ...extensions].map(toStructureDefinition);

/** What is in force on every platform. */
export const nationalProfiles: readonly InForce[] = [{ type: 'Patient', url: resident.url }];

const NONE: readonly string[] = [];

/** Canonical addresses in force for a type on a day; made once, asked for every resource. */
export function profilesInForce(all: readonly InForce[], today: () => string): (type: string) => readonly string[] {
  const byType = Map.groupBy(all, ({ type }) => type);
  return (type) => {
    const own = byType.get(type);
    if (!own) return NONE;
    const day = own.some(({ from, until }) => from ?? until) ? today() : '';
    return own.filter(({ from = day, until = day }) => from <= day && day <= until).map(({ url }) => url);
  };
}
