/** The directory: platforms of the network and institutions, in the sense of IHE mCSD. */
export type { DivisionPage, Home, InstitutionPage, NetworkNode, NetworkStatus } from './contract.ts';
export { divisionNames, forgetDivision, listDivisions, nameDivisions, placeNames } from './divisions.ts';
export { institutionNames, listInstitutions } from './institutions.ts';
export { type Directory, loadPlatforms, type PlatformEntry, savePlatforms } from './platforms.ts';
