import { isObject, type Resource } from '../../../fhir/index.ts';
import { countingDivision } from '../../../standards/index.ts';
import { LASTING, monthOf, UNKNOWN } from './months.ts';
import { faultsOf } from './quality-rules.ts';

/** How a resident lives at the place: registered there, without being registered there, for a time; or no more. */
export const residences = ['registered', 'actual', 'temporary', 'left', 'unstated'] as const;
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
  /** Codes of quality rules. */
  readonly faults: readonly string[];
  /** The identity number that another resident has, too; not told of what was counted before. */
  readonly number?: string;
}

/** The row of a resident, with its numbers. Dates YYYY-MM-DD. */
export interface ResidentFacts {
  readonly name: string;
  readonly place: string;
  readonly sex: string;
  readonly birthDate: string | undefined;
  readonly deceasedOn: string | undefined;
  readonly address: string | undefined;
  readonly numbers: readonly string[];
  readonly hasDocument: boolean;
  /** An identity number that another resident has, too. */
  readonly shared: string | undefined;
}

const RESIDENCE = 'urn:minkang:extension:residence';

/**
 * @param patient of the resident, for what its row does not say
 * @param today YYYY-MM-DD
 */
export function factsOf(row: ResidentFacts, patient: Resource | undefined, today: string): Facts {
  const { place, sex, birthDate, deceasedOn, shared } = row;
  const division = countingDivision(place);
  const died = deceasedOn ? monthOf(deceasedOn) : diedOf(patient);
  return {
    division,
    sex: ['male', 'female', 'other'].includes(sex) ? sex : 'unknown',
    residence: residenceOf(patient),
    born: monthOf(birthDate ?? textOf(patient?.['birthDate'])),
    died,
    faults: faultsOf({ ...row, place: division, isDead: died !== LASTING, isShared: shared !== undefined, patient, today }),
    ...(shared === undefined ? {} : { number: shared }),
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
    ? { measure: residence === 'left' ? 'left' : 'living', month: LASTING, born, sex, residence, amount: 1 }
    : { measure: 'dead', month: died, born, sex, residence, amount: 1 };

export const FAULT = 'fault:';

/** Faults are counted without age and sex. */
export const faultCell = (rule: string): Cell => ({
  measure: `${FAULT}${rule}`,
  month: LASTING,
  born: LASTING,
  sex: '',
  residence: '',
  amount: 1,
});

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
