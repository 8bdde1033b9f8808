/** The directory: platforms of the network and institutions, in the sense of IHE mCSD. */
export type { Home, InstitutionPage, NetworkNode, NetworkStatus } from './contract.ts';
export { listInstitutions } from './institutions.ts';
export { type Directory, loadPlatforms, type PlatformEntry, savePlatforms } from './platforms.ts';
