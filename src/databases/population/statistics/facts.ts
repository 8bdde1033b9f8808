import { isObject, type Resource } from '../../../fhir/index.ts';
import { countingDivision } from './division-path.ts';
import { LASTING, monthOf, UNKNOWN } from './months.ts';

/** How a resident lives at the place: registered there, without being registered there, or for a time. */
export const residences = ['registered', 'actual', 'temporary', 'unstated'] as const;
export type Residence = (typeof residences)[number];

/** As what a resident is counted. */
export interface Facts {
  readonly division: string;
  readonly sex: string;
  readonly residence: Residence;
  /** Months; -1 unknown. */
  readonly born: number;
  /** 0 of who lives. */
  readonly died: number;
}

/** The row of a resident, as far as it is counted. Dates YYYY-MM-DD. */
export interface ResidentFacts {
  readonly place: string;
  readonly sex: string;
  readonly birthDate: string | undefined;
  readonly deceasedOn: string | undefined;
}

export const RESIDENCE = 'urn:minkang:extension:residence';

/** @param patient of the resident, for what its row does not say */
export function factsOf({ place, sex, birthDate, deceasedOn }: ResidentFacts, patient: Resource | undefined): Facts {
  return {
    division: countingDivision(place),
    sex: ['male', 'female', 'other'].includes(sex) ? sex : 'unknown',
    residence: residenceOf(patient),
    born: monthOf(birthDate ?? textOf(patient?.['birthDate'])),
    died: deceasedOn ? monthOf(deceasedOn) : diedOf(patient),
  };
}

/** The extension, else whether an address is marked as temporary. */
function residenceOf(patient: Resource | undefined): Residence {
  const extensions = listOf(patient?.['extension']);
  const said = extensions.find(({ url }) => url === RESIDENCE)?.['valueCode'];
  const known = residences.find((one) => one === said);
  if (known) return known;
  return listOf(patient?.['address']).some(({ use }) => use === 'temp') ? 'temporary' : 'unstated';
}

function diedOf(patient: Resource | undefined): number {
  const on = textOf(patient?.['deceasedDateTime']);
  if (on !== undefined) return monthOf(on);
  return patient?.['deceasedBoolean'] === true ? UNKNOWN : LASTING;
}

/** One count: how many of a kind there are, at a division. */
export interface Cell {
  readonly measure: string;
  readonly month: number;
  readonly born: number;
  readonly sex: string;
  readonly residence: string;
  readonly amount: number;
}

export const cellOf = ({ sex, residence, born, died }: Facts): Cell =>
  died === LASTING
    ? { measure: 'living', month: LASTING, born, sex, residence, amount: 1 }
    : { measure: 'dead', month: died, born, sex, residence, amount: 1 };

const keyOf = ({ measure, month, born, sex, residence }: Cell): string => `${measure} ${month} ${born} ${sex} ${residence}`;

/** Equal cells as one; those that cancel out are gone. */
export function sumCells<Given extends Cell & { readonly division?: string }>(cells: Iterable<Given>): Given[] {
  const sums = new Map<string, Given>();
  for (const cell of cells) {
    const key = `${cell.division ?? ''} ${keyOf(cell)}`;
    const known = sums.get(key);
    sums.set(key, known ? { ...known, amount: known.amount + cell.amount } : cell);
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
