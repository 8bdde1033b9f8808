import { impossible, improbable } from '../../../forms/index.ts';
import type { GivenRow } from '../../../imports/index.ts';
import { type Fault, newId } from '../../../kernel/index.ts';
import { identityNumber } from '../../../standards/index.ts';
import { type Identified, partsOf, textOf } from '../parts.ts';
import { withData } from '../resident-data/write.ts';
import { columns, IDENTITY_CARD } from './columns.ts';

/** A row that was looked at. */
export interface CheckedRow {
  readonly line: number;
  readonly given: GivenRow;
  readonly faults: readonly Fault[];
  /** Its identity number in the one spelling, where it has a right one. */
  readonly number: string | undefined;
}

/** Who is nobody yet. */
const nobody = (id: string): Identified => ({ resourceType: 'Patient', id, active: true });

/** The Patient that a row makes, over what is known of the resident. */
export const patientOf = (given: GivenRow, known: Identified | undefined, id: string, now: Date) =>
  withData(known ?? nobody(id), withDocumentType(given), now);

const withDocumentType = (given: GivenRow): GivenRow =>
  given['documentNumber'] && !given['documentType'] ? { ...given, documentType: IDENTITY_CARD } : given;

export const numberOf = (patient: Identified): string | undefined =>
  textOf(partsOf(patient['identifier']).find(({ system, use }) => system === identityNumber && use !== 'old')?.['value']);

/** Whether a home lies in what the account may write, in it but for the platform alone, or outside of it. */
export type Whereabouts = 'own' | 'elsewhere' | 'outside';

function placeFaults(where: Whereabouts): Fault[] {
  if (where === 'own') return [];
  if (where === 'outside') return [impossible('homeDivision', '不在您负责的区划内', 'Outside of the divisions of your account')];
  return [
    improbable(
      'homeDivision',
      '不在本平台的区划内，将按本平台登记',
      'Not in the division of this platform: the resident is kept at the platform itself',
    ),
  ];
}

/** Looks at every row by itself and for those that have one identity number. */
export function checkRows(
  rows: readonly { readonly line: number; readonly given: GivenRow }[],
  now: Date,
  where: (division: string | undefined) => Whereabouts,
): CheckedRow[] {
  const id = newId();
  const first = new Map<string, number>();
  return rows.map(({ line, given }) => {
    const required = Object.fromEntries(columns.filter((one) => one.required).map(({ key }) => [key, '']));
    const { patient, faults } = patientOf({ ...required, ...given }, undefined, id, now);
    const number = numberOf(patient);
    const before = number === undefined ? undefined : first.get(number);
    if (number !== undefined && before === undefined) first.set(number, line);
    const home = given['homeDivision'];
    return {
      line,
      given,
      number,
      faults: [
        ...faults,
        ...(before === undefined
          ? []
          : [impossible('documentNumber', `与第 ${before} 行的身份证号相同`, `The identity number of line ${before}`)]),
        ...placeFaults(where(home)),
      ],
    };
  });
}
