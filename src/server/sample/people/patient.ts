import type { Resource } from '../../../fhir/index.ts';
import {
  ethnicities,
  healthCard,
  healthRecord,
  identityNumber,
  maritalStatuses,
  relations,
  toCoding,
} from '../../../standards/index.ts';
import { systems } from './coding.ts';
import type { Household } from './households.ts';
import type { Person } from './person.ts';

const extension = (name: string) => `urn:minkang:extension:${name}`;

/** The resident as a Patient of the population database. */
export function toPatient(person: Person): Resource & { readonly id: string } {
  const { id, name, sex, birthDate, deceasedOn, cardNumber, phone, township, address } = person;
  return {
    resourceType: 'Patient',
    id,
    extension: [
      { url: extension('division'), valueCode: township.code },
      { url: extension('ethnicity'), valueCoding: toCoding(ethnicities, person.ethnicity) },
    ],
    identifier: [
      { use: 'official', system: identityNumber, value: person.identityNumber },
      ...(cardNumber
        ? [
            {
              use: 'usual',
              system: healthCard,
              value: cardNumber,
              extension: [{ url: extension('card-state'), valueCode: deceasedOn ? 'closed' : 'active' }],
            },
          ]
        : []),
      { use: 'secondary', system: healthRecord, value: person.recordNumber },
    ],
    active: true,
    name: [{ use: 'official', text: name, family: person.family, given: [name.slice(person.family.length)] }],
    ...(phone ? { telecom: [{ system: 'phone', value: phone, use: 'mobile' }] } : {}),
    gender: sex,
    birthDate,
    ...(deceasedOn ? { deceasedDateTime: deceasedOn } : {}),
    address: [{ use: 'home', type: 'physical', text: address, district: township.name, country: 'CN' }],
    maritalStatus: { coding: [toCoding(maritalStatuses, person.marital)] },
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'zh-CN' }] }, preferred: true }],
  };
}

/** The household as a Group whose members stand in a relation to its head (GB/T 4761). */
export function toGroup({ id, members }: Household): Resource & { readonly id: string } {
  return {
    resourceType: 'Group',
    id,
    active: true,
    type: 'person',
    actual: true,
    code: { coding: [{ system: systems.own, code: 'household', display: '家庭户' }] },
    name: `${members[0]?.name ?? ''}户`,
    quantity: members.length,
    member: members.map((member) => ({
      extension: [{ url: extension('relation-to-head'), valueCoding: toCoding(relations, member.relation) }],
      entity: { reference: `Patient/${member.id}` },
    })),
  };
}
