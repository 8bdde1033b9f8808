import { Problem, type Purpose, type Right } from '../../kernel/index.ts';
import type { Interaction, Scope } from '../../store/index.ts';
import type { Bearer } from '../identity/index.ts';
import { type Role, roles } from './roles.ts';

/** A bearer with what may be done: made once a request, handed to whatever serves it. */
export interface Subject extends Bearer {
  readonly roleOf: Role;
  readonly purpose: Purpose;
  readonly scope: Scope;
}

const SMART = /^system\/(\*|[A-Z][A-Za-z]+)\.([cruds]+)$/;

/** @throws Problem right-missing where the role is none that is known */
export function toSubject(bearer: Bearer): Subject {
  const roleOf = roles[bearer.role];
  if (!roleOf) throw new Problem('right-missing', 'The role of the account is not known here');
  return { ...bearer, roleOf, purpose: roleOf.purpose, scope: scopeOf(bearer, roleOf) };
}

/** The store's scope: the role's own division and databases; a system's token narrows it further. */
function scopeOf(bearer: Bearer, role: Role): Scope {
  const granted = bearer.scopes.flatMap((scope) => {
    const [, type, letters] = SMART.exec(scope) ?? [];
    return type && letters ? [{ type, letters }] : [];
  });
  const isSystem = bearer.role === 'institution-system';
  return {
    places: [prefixOf(bearer.place)],
    databases: role.databases,
    allows: (type, interaction) =>
      role.interactions.includes(interaction) &&
      (!isSystem || granted.some((one) => (one.type === '*' || one.type === type) && one.letters.includes(interaction))),
  };
}

/** Division codes end in zeros above the county: 350000 covers what begins with 35, 000000 covers all. */
export function prefixOf(place: string): string {
  return place.length === 6 ? place.replace(/(?:0000|00)$/, '').replace(/^00$/, '') : place;
}

export const hasRight = (subject: Subject, right: Right | 'none'): boolean =>
  right === 'none' || subject.roleOf.rights.includes(right);

/** @throws Problem right-missing */
export function requireRight(subject: Subject, right: Right | 'none'): void {
  if (!hasRight(subject, right)) throw new Problem('right-missing', `The right ${right} is needed`);
}

const READS: readonly Interaction[] = ['r', 's'];

/**
 * The scope under which a record is fetched for a resident who is present with card or number: everywhere on this
 * platform, reading only, in the databases of the role.
 */
export function fetchScope({ roleOf }: Subject): Scope {
  return { places: [''], databases: roleOf.databases, allows: (_type, interaction) => READS.includes(interaction) };
}
