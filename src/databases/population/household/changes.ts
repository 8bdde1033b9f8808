import { isObject, parseLocalReference } from '../../../fhir/index.ts';
import { Problem } from '../../../kernel/index.ts';
import { relations, toCoding } from '../../../standards/index.ts';
import { codeOf, ended, type Identified, isCurrent, type Part, partsOf, textOf, withElement, withExtensions } from '../parts.ts';

/** Household as a FHIR Group whose members stand in a relation to its head, GB/T 4761. Changes of it, as values. */

export const HEAD = '02';
const OWN = 'urn:minkang:household';

export interface Member {
  /** Patient id. */
  readonly id: string;
  readonly relation: string | undefined;
  readonly isCurrent: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export function membersIn(group: Part): Member[] {
  return partsOf(group['member']).flatMap((member) => {
    const id = idOf(member);
    const period = isObject(member['period']) ? member['period'] : {};
    return id === undefined
      ? []
      : [
          {
            id,
            relation: codeOf(member, 'relation-to-head'),
            isCurrent: isPresent(member),
            since: textOf(period['start']),
            until: textOf(period['end']),
          },
        ];
  });
}

export const headOf = (group: Part): string | undefined =>
  membersIn(group).find(({ relation, isCurrent: present }) => present && (relation === HEAD || relation === '03'))?.id;

export function isHousehold(group: Part): boolean {
  const coding = isObject(group['code']) ? partsOf(group['code']['coding']) : [];
  return coding.some(({ code }) => code === 'household');
}

export function newHousehold(id: string, { name, on, address }: { name: string; on: string; address?: string }): Identified {
  return withAddress(
    {
      resourceType: 'Group',
      id,
      active: true,
      type: 'person',
      actual: true,
      code: { coding: [{ system: OWN, code: 'household', display: '家庭户' }] },
      name: `${name}户`,
    },
    address,
    on,
  );
}

/** @throws Problem household-conflict where the resident is a member already, or there is another head */
export function join(group: Identified, { id, relation, on }: { id: string; relation: string; on: string }): Identified {
  if (membersIn(group).some((member) => member.id === id && member.isCurrent))
    throw new Problem('household-conflict', 'The resident is a member already', { at: 'resident' });
  if (relation === HEAD && headOf(group) !== undefined)
    throw new Problem('household-conflict', 'The household has a head', { at: 'relation' });
  const member = withRelation({ entity: { reference: `Patient/${id}` }, period: { start: on } }, relation);
  return withMembers(group, [...partsOf(group['member']), member]);
}

/** The member stays in the list with the day until which. @throws Problem household-conflict where there is no such member */
export function leave(group: Identified, { id, on }: { id: string; on: string }): Identified {
  const member = membersIn(group).find((one) => one.id === id && one.isCurrent);
  if (!member) throw new Problem('household-conflict', 'The resident is no member', { at: 'resident' });
  if (member.since && member.since > on) throw new Problem('household-conflict', 'The resident joined later', { at: 'on' });
  return withMembers(
    group,
    partsOf(group['member']).map((one) => (idOf(one) === id && isPresent(one) ? { ...ended(one, on), inactive: true } : one)),
  );
}

/**
 * Another member becomes the head; what the others are to the new one is said anew. Their old relation ends on the day, the
 * new one begins.
 * @param relationsTo relation to the new head of each current member but that one, by Patient id
 * @throws Problem household-conflict, which names the member without a relation
 */
export function changeHead(
  group: Identified,
  { head, relationsTo, on }: { head: string; relationsTo: Readonly<Record<string, string>>; on: string },
): Identified {
  const present = membersIn(group).filter((member) => member.isCurrent);
  if (!present.some(({ id }) => id === head))
    throw new Problem('household-conflict', 'The new head is no member', { at: 'head' });
  const missing = present.find(({ id }) => id !== head && relations.find(relationsTo[id] ?? '') === undefined);
  if (missing)
    throw new Problem('household-conflict', 'Each member needs a relation to the new head', { at: `relations.${missing.id}` });
  const members = partsOf(group['member']).flatMap((one) => {
    const id = idOf(one);
    if (id === undefined || !isPresent(one)) return [one];
    const began = withRelation(
      { ...withElement(one, 'inactive', undefined), period: { start: on } },
      id === head ? HEAD : (relationsTo[id] ?? ''),
    );
    return codeOf(one, 'relation-to-head') === codeOf(began, 'relation-to-head')
      ? [one]
      : [{ ...ended(one, on), inactive: true }, began];
  });
  return withMembers(group, members);
}

const ADDRESS = 'address';

/** Where the household lives, as a characteristic of the Group from a day on. */
export function withAddress(group: Identified, address: string | undefined, on: string): Identified {
  if (!address) return group;
  const known = partsOf(group['characteristic']);
  const isAddress = ({ code }: Part) => isObject(code) && partsOf(code['coding']).some((coding) => coding['code'] === ADDRESS);
  const before = known.map((one) => (isAddress(one) && isCurrent(one) ? ended(one, on) : one));
  const now = {
    code: { coding: [{ system: OWN, code: ADDRESS, display: '户住址' }] },
    valueCodeableConcept: { text: address },
    exclude: false,
    period: { start: on },
  };
  return { ...group, characteristic: [...before, now] };
}

export function addressOf(group: Part): string | undefined {
  const found = partsOf(group['characteristic']).find(
    (one) => isCurrent(one) && isObject(one['code']) && partsOf(one['code']['coding']).some(({ code }) => code === ADDRESS),
  );
  return isObject(found?.['valueCodeableConcept']) ? textOf(found['valueCodeableConcept']['text']) : undefined;
}

const isPresent = (member: Part): boolean => member['inactive'] !== true && isCurrent(member);

function idOf({ entity }: Part): string | undefined {
  const reference = isObject(entity) ? parseLocalReference(textOf(entity['reference']) ?? '') : undefined;
  return reference?.type === 'Patient' ? reference.id : undefined;
}

function withRelation<Element extends Part>(member: Element, relation: string): Element {
  if (!relations.find(relation)) throw new Problem('household-conflict', 'No such relation in GB/T 4761', { at: 'relation' });
  return withExtensions(member, 'relation-to-head', [{ valueCoding: toCoding(relations, relation) }]);
}

const withMembers = (group: Identified, member: readonly Part[]): Identified => ({
  ...group,
  quantity: member.filter(isPresent).length,
  member,
});

/** What a newborn is to the head, by what the mother is; its own relation where nobody can tell. */
export function relationOfChild(mother: string | undefined, sex: string): string {
  const isBoy = sex === 'male';
  if (mother === undefined) return '97';
  if (mother === HEAD || mother === '03' || /^1[0-2]$/.test(mother)) return isBoy ? '20' : '30';
  if (mother === '38') return isBoy ? '41' : '42';
  return /^3[0-79]$/.test(mother) ? (isBoy ? '43' : '44') : '97';
}
