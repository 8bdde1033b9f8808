/** Who somebody is: accounts, institutions' clients, the platform's OpenID provider, access tokens. */
export { type Account, addAccount, checkPassword, findAccount, namesOf } from './accounts.ts';
export { removeExpired } from './adapter.ts';
export { type Bearer, bearerCheck } from './bearer.ts';
export { findInstitution, type InstitutionClient, registerConsole, registerInstitution } from './clients.ts';
export type { DivisionStep, Level, Session, SignInPage } from './contract.ts';
export { audienceOf, makeProvider } from './provider.ts';
export { loadSecrets, type Secrets } from './secrets.ts';
export { addWorkplaces, findWorkplaces, removeWorkplaces } from './workplaces.ts';
