import { isObject } from '../../../fhir/index.ts';
import { type CodeTable, documentTypes, healthCard, maritalStatuses, toCoding } from '../../../standards/index.ts';
import { codeOf, ended, type Identified, isCurrent, type Part, partsOf, textOf, withElement, withExtensions } from '../parts.ts';

/** Changes of a Patient as values: what was stays on record as of the past, what the change does not know is not touched. */

/** A code of a table as the one extension of its name. */
export const withCode = (patient: Identified, name: string, table: CodeTable, code: string | undefined): Identified =>
  withExtensions(patient, name, code === undefined ? [] : [{ valueCoding: toCoding(table, code) }]);

export const withMaritalStatus = (patient: Identified, code: string): Identified => ({
  ...patient,
  maritalStatus: { coding: [toCoding(maritalStatuses, code)] },
});

export function maritalStatusOf(patient: Part): string | undefined {
  const coding = isObject(patient['maritalStatus']) ? partsOf(patient['maritalStatus']['coding']) : [];
  return textOf(coding.find(({ system }) => system === maritalStatuses.system)?.['code']);
}

/** The name in use, and the one before kept as old. */
export function withName(patient: Identified, text: string, on: string): Identified {
  const names = partsOf(patient['name']);
  const old = names.map((name) => (isNameInUse(name) ? { ...ended(name, on), use: 'old' } : name));
  return { ...patient, name: [{ use: 'official', text, period: { start: on } }, ...old] };
}

const isNameInUse = ({ use, ...name }: Part): boolean =>
  use !== 'old' && use !== 'nickname' && use !== 'maiden' && isCurrent(name);

/** A number of a system, and the one before kept as old; `type` of CV02.01.101 where it is a document's. */
export function withIdentifier(
  patient: Identified,
  { system, value, type, end, on }: { system: string; value: string; type?: string; end?: string | undefined; on?: string },
): Identified {
  const known = partsOf(patient['identifier']);
  const isSame = (one: Part) => one['system'] === system && one['value'] === value;
  const same = known.find((one) => isSame(one) && one['use'] !== 'old');
  const fresh: Part = {
    ...(same ?? { use: 'official' }),
    ...(type ? { type: { coding: [toCoding(documentTypes, type)] } } : {}),
    system,
    value,
    ...(end || on ? { period: { ...periodOf(same), ...(on && !same ? { start: on } : {}), ...(end ? { end } : {}) } } : {}),
  };
  if (same) return { ...patient, identifier: known.map((one) => (one === same ? fresh : one)) };
  const old = known.map((one) => (one['system'] === system && one['use'] !== 'old' ? asOld(one, on) : one));
  return { ...patient, identifier: [fresh, ...old] };
}

const asOld = (one: Part, on: string | undefined): Part => ({ ...(on ? ended(one, on) : one), use: 'old' });
const periodOf = (one: Part | undefined): Part => (isObject(one?.['period']) ? one['period'] : {});

/** Cards of the resident are closed on a day. */
export function withCardsClosed(patient: Identified, on: string): Identified {
  const identifier = partsOf(patient['identifier']);
  if (!identifier.some(({ system }) => system === healthCard)) return patient;
  return {
    ...patient,
    identifier: identifier.map((one) =>
      one['system'] === healthCard && isCurrent(one)
        ? ended(withExtensions(one, 'card-state', [{ valueCode: 'closed' }]), on)
        : one,
    ),
  };
}

export interface Home {
  readonly text: string | undefined;
  readonly division: string | undefined;
}

const isRegistered = (address: Part): boolean => codeOf(address, 'address-kind') === 'registered';
const isPresent = (address: Part): boolean => address['use'] !== 'old' && isCurrent(address);

/** Where the resident is registered (hukou), or lives. */
export function homeOf(patient: Part, kind: 'registered' | 'residence'): Home & { readonly since: string | undefined } {
  const found = partsOf(patient['address']).find((one) => isRegistered(one) === (kind === 'registered') && isPresent(one));
  const division = found && codeOf(found, 'division');
  return {
    text: textOf(found?.['text']),
    division: division ?? (kind === 'residence' ? codeOf(patient, 'division') : undefined),
    since: textOf(periodOf(found)['start']),
  };
}

/** The address in force, and the one before kept as old. The same address again changes nothing. */
export function withHome(patient: Identified, kind: 'registered' | 'residence', home: Home, on: string): Identified {
  const known = homeOf(patient, kind);
  if (known.text === home.text && known.division === home.division) return patient;
  const addresses = partsOf(patient['address']);
  const old = addresses.map((one) =>
    isRegistered(one) === (kind === 'registered') && isPresent(one) ? { ...ended(one, on), use: 'old' } : one,
  );
  const fresh = home.text
    ? [
        withExtensions(
          withExtensions<Part>(
            {
              ...(kind === 'residence' ? { use: 'home', type: 'physical' } : {}),
              text: home.text,
              country: 'CN',
              period: { start: on },
            },
            'address-kind',
            kind === 'registered' ? [{ valueCode: 'registered' }] : [],
          ),
          'division',
          home.division ? [{ valueCode: home.division }] : [],
        ),
      ]
    : [];
  return withElement(
    { ...patient, address: [...fresh, ...old] },
    'address',
    fresh.length + old.length > 0 ? [...fresh, ...old] : undefined,
  );
}

/** Where the resident belongs, which decides who sees the record. */
export const withDivision = (patient: Identified, division: string): Identified =>
  withExtensions(patient, 'division', [{ valueCode: division }]);

export const withResidence = (patient: Identified, code: string): Identified =>
  withExtensions(patient, 'residence', [{ valueCode: code }]);
