import { isObject, parseLocalReference } from '../../../fhir/index.ts';
import { bilingualCoding } from '../../../standards/index.ts';
import { ended, extensionsOf, type Identified, isCurrent, type Part, partsOf, textOf } from '../parts.ts';

/** Kin that are told by events: v3 RoleCode, https://terminology.hl7.org/CodeSystem/v3-RoleCode */
export const kinRoles = {
  MTH: { zh: '母亲', en: 'Mother' },
  FTH: { zh: '父亲', en: 'Father' },
  CHILD: { zh: '子女', en: 'Child' },
  SPS: { zh: '配偶', en: 'Spouse' },
} as const;
export type KinRole = keyof typeof kinRoles;

/** Somebody related, who may be known here or by name alone. */
export interface Relative {
  readonly role: KinRole;
  /** Patient id, where the relative is a resident here. */
  readonly relative?: string | undefined;
  readonly name: string;
  readonly document?: { readonly system: string; readonly value: string } | undefined;
  /** YYYY-MM-DD. */
  readonly since: string;
}

const ROLE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';

/** One end of a tie: what somebody is to the resident. The other end lies with the other resident. Decision 22. */
export const toRelatedPerson = (
  id: string,
  resident: string,
  { role, relative, name, document, since }: Relative,
): Identified => ({
  resourceType: 'RelatedPerson',
  id,
  ...(relative
    ? {
        extension: [
          { url: 'urn:minkang:extension:relative', valueReference: { reference: `Patient/${relative}`, display: name } },
        ],
      }
    : {}),
  ...(document ? { identifier: [{ system: document.system, value: document.value }] } : {}),
  active: true,
  patient: { reference: `Patient/${resident}` },
  relationship: [{ coding: [bilingualCoding(ROLE, role, kinRoles[role])] }],
  name: [{ text: name }],
  period: { start: since },
});

export interface Kin {
  readonly id: string;
  readonly role: KinRole;
  readonly relative: string | undefined;
  readonly name: string;
  readonly isCurrent: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export function toKin(person: Identified): Kin | undefined {
  const role = partsOf(person['relationship'])
    .flatMap(({ coding }) => partsOf(coding))
    .map(({ code }) => code)
    .find((code): code is KinRole => typeof code === 'string' && Object.hasOwn(kinRoles, code));
  if (!role) return undefined;
  const [reference] = extensionsOf(person, 'relative');
  const local = isObject(reference) ? parseLocalReference(textOf(reference['reference']) ?? '') : undefined;
  const period = isObject(person['period']) ? person['period'] : {};
  return {
    id: person.id,
    role,
    relative: local?.type === 'Patient' ? local.id : undefined,
    name: textOf(partsOf(person['name'])[0]?.['text']) ?? '',
    isCurrent: person['active'] !== false && isCurrent(person),
    since: textOf(period['start']),
    until: textOf(period['end']),
  };
}

/** A tie that ended: divorce, or the death of one of them. It stays on record. */
export const endTie = (person: Identified, on: string): Identified => ({
  ...ended(person as Part & Identified, on),
  active: false,
});
