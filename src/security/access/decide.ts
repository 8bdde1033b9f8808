import { resourceTypes } from '../../fhir/index.ts';
import { Problem, type Purpose, type Right } from '../../kernel/index.ts';
import { BINARY, type Catalogue, type DatabaseName, hiddenContexts, type Interaction, type Scope } from '../../store/index.ts';
import type { Bearer } from '../identity/index.ts';
import { definingTypes, type Role, roles } from './roles.ts';

/** A bearer with what may be done: made once a request, handed to whatever serves it. */
export interface Subject extends Bearer {
  readonly roleOf: Role;
  /** Of the role; of a system, as far as its token reaches. */
  readonly rights: readonly Right[];
  readonly purpose: Purpose;
  readonly scope: Scope;
}

const SMART = /^system\/(\*|[A-Z][A-Za-z]+)\.([cruds]+)$/;

/** @throws Problem right-missing where the role is none that is known */
export function toSubject(bearer: Bearer, catalogue: Pick<Catalogue, 'databasesOf'>): Subject {
  const roleOf = findRole(bearer.role);
  if (!roleOf) throw new Problem('right-missing', 'The role of the account is not known here');
  const reaches = bearer.role === 'institution-system' ? reachOf(bearer.scopes) : () => true;
  const scope: Scope = {
    places: [prefixOf(bearer.place)],
    databases: roleOf.databases,
    allows: (type, interaction) =>
      reaches(type, interaction) &&
      (isDefining(type, interaction)
        ? roleOf.defines === true
        : roleOf.interactions.includes(interaction) && isOpen(roleOf, catalogue, type, interaction)),
    owned: roleOf.seesOwned ? 'everybody' : { by: bearer.id },
    bearer: { id: bearer.id, role: bearer.role, scopes: bearer.scopes },
  };
  const rights = roleOf.rights.filter((right) => isReached(right, reaches));
  return { ...bearer, roleOf, rights, purpose: roleOf.purpose, scope };
}

/** Reading within the databases of the role, and changing what it may change. */
const isOpen = (
  { changes, changesTypes }: Role,
  { databasesOf }: Pick<Catalogue, 'databasesOf'>,
  type: string,
  interaction: Interaction,
): boolean =>
  (READS.includes(interaction) && !OF_WRITERS.includes(type)) ||
  changesTypes?.includes(type) === true ||
  databasesOf(type).some((database) => changes.includes(database));

/** A line of the table of roles, by its own name only. */
export const findRole = (name: string): Role | undefined => (Object.hasOwn(roles, name) ? roles[name] : undefined);

/** The SMART scopes of a system's token; `*` as a type asks for all of them. */
function reachOf(scopes: readonly string[]): (type: string, interaction: Interaction) => boolean {
  const granted = scopes.flatMap((scope) => {
    const [, type, letters] = SMART.exec(scope) ?? [];
    return type && letters ? [{ type, letters }] : [];
  });
  return (type, interaction) =>
    granted.some((one) => (one.type === '*' || one.type === type) && one.letters.includes(interaction));
}

const READS: readonly Interaction[] = ['r', 's'];

/** Reference data that tells of systems and not of health care: seen by roles that may have such a thing themselves. */
const OF_WRITERS: readonly string[] = ['Subscription'];

const isDefining = (type: string, interaction: Interaction): boolean =>
  definingTypes.includes(type) && !READS.includes(interaction);

const WRITING: readonly Right[] = ['record.write', 'resident.write', 'event.write'];

/** What a token must reach for a right that goes beyond single resources: writing for writing, reading for the rest. */
const interactionsOf = (right: Right): readonly Interaction[] => (WRITING.includes(right) ? ['c', 'u'] : READS);

type Reaches = (type: string, interaction: Interaction) => boolean;

/** An export is of the types that the token reaches, whichever they are; a logger of temperatures makes nothing but Observations. */
const isReached = (right: Right, reaches: Reaches): boolean =>
  right === 'record.export'
    ? resourceTypes.some((type) => reaches(type, 'r'))
    : right === 'cold-chain.write'
      ? reaches('Observation', 'c')
      : interactionsOf(right).every((interaction) => reaches('*', interaction));

/** Whether nothing of a type at the platform of a division is hidden from the scope. */
export const seesAll = (
  { places, databases, allows }: Scope,
  { division, type, in: all }: { readonly division: string; readonly type: string; readonly in: readonly DatabaseName[] },
): boolean =>
  places.some((prefix) => division.startsWith(prefix)) &&
  all.every((database) => databases.includes(database)) &&
  READS.every((interaction) => allows(type, interaction)) &&
  (type !== BINARY || hiddenContexts({ places, databases, allows }).length === 0);

/** Division codes end in zeros above the county: 350000 covers what begins with 35, 000000 covers all. */
export function prefixOf(place: string): string {
  return place.length === 6 ? place.replace(/(?:0000|00)$/, '').replace(/^00$/, '') : place;
}

export const hasRight = (subject: Subject, right: Right | 'none'): boolean => right === 'none' || subject.rights.includes(right);

/** @throws Problem right-missing */
export function requireRight(subject: Subject, right: Right | 'none'): void {
  if (!hasRight(subject, right)) throw new Problem('right-missing', `The right ${right} is needed`);
}

/**
 * The scope under which a record is fetched for a resident who is present with card or number: everywhere on this
 * platform, reading only, in the databases of the role.
 */
export function fetchScope({ roleOf, scope }: Pick<Subject, 'roleOf' | 'scope'>): Scope {
  const allows: Scope['allows'] = (type, interaction) => READS.includes(interaction) && scope.allows(type, interaction);
  return { places: [''], databases: roleOf.databases, allows };
}

/**
 * The scope under which a record is given to somebody signed in at another platform, by the role that this platform
 * vouches for.
 * @returns undefined where nobody of that role, or for that purpose, gets a record from elsewhere
 */
export function givenScope(asker: { readonly role: string; readonly purpose: string }): Scope | undefined {
  const role = findRole(asker.role);
  if (!role?.rights.includes('record.fetch') || asker.purpose !== 'TREAT') return undefined;
  return { places: [''], databases: role.databases, allows: (_type, interaction) => READS.includes(interaction) };
}
