/** The health record of a household: its members, home, contracts with the family doctor, and all that is due at a visit. */
export { assembleHousehold, type HouseholdPerson } from './assemble.ts';
export type { HouseholdRecord } from './contract.ts';
