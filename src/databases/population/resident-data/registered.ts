import { refuseFaults } from '../../../forms/index.ts';
import type { IdentifierValue } from '../find.ts';
import { type Identified, partsOf } from '../parts.ts';
import { withData } from './write.ts';

interface Form {
  /** Values by key, as of the form of a resident's data. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly confirmed: readonly string[];
  readonly now: Date;
}

/** Nobody is registered without them. */
const NEEDED = { name: '', sex: '', birthDate: '' };

/**
 * A registration under an institution's own number, new or with what is known of it by now.
 * @param stored undefined where there is none yet
 * @throws Problem data-invalid, data-improbable
 */
export function registeredAs(number: IdentifierValue, stored: Identified | undefined, form: Form): Identified {
  const { values, confirmed, now } = form;
  const start = stored ?? { resourceType: 'Patient', id: '', identifier: [{ use: 'usual', ...number }] };
  const { patient, faults } = withData(start, stored ? values : { ...NEEDED, ...values }, now);
  refuseFaults(faults, confirmed);
  return patient;
}

/** The same, as one that another registration of the institution stands in place of. */
export const replacedBy = (patient: Identified, { system, value }: IdentifierValue): Identified => ({
  ...patient,
  active: false,
  link: [
    ...partsOf(patient['link']).filter(({ type }) => type !== 'replaced-by'),
    { type: 'replaced-by', other: { identifier: { system, value } } },
  ],
});
