import { isObject } from '../../../fhir/index.ts';
import { healthCard, identityNumber, maskNumber, maskPhone } from '../../../standards/index.ts';
import type { Sql } from '../../../store/index.ts';
import { toResident } from '../resident-row.ts';
import type { Registration } from './contract.ts';
import { trustOf } from './golden.ts';
import { readPeople } from './match-rows.ts';
import { readPlacedPatients } from './patient-links.ts';

/** Registrations as a page shows them, by Patient id; those that are gone are not in it. */
export async function readRegistrations(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Registration>> {
  const [patients, people] = await Promise.all([readPlacedPatients(sql, ids), readPeople(sql, ids)]);
  return new Map(
    [...patients.values()].map(({ patient, place }) => {
      const { name, sex, birthDate, address, identifiers } = toResident(patient);
      const numberOf = (system: string) => identifiers.find((one) => one.system === system)?.value;
      const [identity, card, phone] = [numberOf(identityNumber), numberOf(healthCard), phoneOf(patient['telecom'])];
      return [
        patient.id,
        {
          ...{ patient: patient.id, name, sex, place, trust: trustOf(patient) },
          ...(birthDate ? { birthDate } : {}),
          ...(identity ? { identityNumberMasked: maskNumber(identity) } : {}),
          ...(card ? { cardNumberMasked: maskNumber(card) } : {}),
          ...(phone ? { phoneMasked: maskPhone(phone) } : {}),
          ...(address ? { address } : {}),
          registeredAt: people.get(patient.id)?.registeredAt ?? '',
          localNumbers: identifiers.filter(({ system }) => system !== identityNumber && system !== healthCard).length,
        },
      ];
    }),
  );
}

function phoneOf(telecom: unknown): string | undefined {
  const contacts = Array.isArray(telecom) ? telecom.filter(isObject) : [];
  const value = contacts.find(({ system }) => system === 'phone')?.['value'];
  return typeof value === 'string' ? value : undefined;
}
