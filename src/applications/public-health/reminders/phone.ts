import { isObject, type Resource } from '../../../fhir/index.ts';

/** A number under which somebody is reached. */
export interface Phone {
  readonly number: string;
  /** Of whom it is, where it is not the resident's. */
  readonly contact?: string;
}

const CHILD_YEARS = 14;

/**
 * Under which number a resident is reached: of a child under 14, for whom a guardian decides
 * (个人信息保护法 art. 31), the guardian's before its own, of anybody else the own one before that of a relative.
 * @param today YYYY-MM-DD
 */
export function phoneOf(patient: Resource | undefined, today: string): Phone | undefined {
  if (!patient) return undefined;
  const own = numberIn(patient['telecom']);
  const mine = own === undefined ? undefined : { number: own };
  const theirs = contactsIn(patient)[0];
  return isChild(patient, today) ? (theirs ?? mine) : (mine ?? theirs);
}

/** The number to which a message may go that somebody else is not to read: of a child its guardian's. */
export function phoneForMessages(patient: Resource | undefined, today: string): string | undefined {
  const found = phoneOf(patient, today);
  return found && (found.contact === undefined || (patient && isChild(patient, today))) ? found.number : undefined;
}

const isChild = (patient: Resource, today: string): boolean => {
  const born = patient['birthDate'];
  return (
    typeof born === 'string' &&
    Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0) < CHILD_YEARS
  );
};

const contactsIn = (patient: Resource): Phone[] =>
  listOf(patient['contact']).flatMap((contact) => {
    const number = numberIn(contact['telecom']);
    const name = contact['name'];
    return number === undefined ? [] : [{ number, contact: isObject(name) ? String(name['text'] ?? '') : '' }];
  });

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const numberIn = (telecom: unknown): string | undefined => {
  const value = listOf(telecom).find(({ system }) => system === 'phone')?.['value'];
  return typeof value === 'string' ? value : undefined;
};
