import type { FieldView, FormValues } from '../../../forms/contract.ts';
import type { Registration } from '../linking/contract.ts';

/** GET /api/registration-form: what is asked of somebody who is registered, and what stands there before anybody types. */
export interface RegistrationForm {
  readonly fields: readonly FieldView[];
  readonly initial: FormValues;
}

/** POST /api/residents: what became of a registration. */
export interface Registered {
  /** The Patient that was written. */
  readonly patient: string;
  /** The resident's main Patient. */
  readonly resident: string;
  /** A new resident, linked to one that is known, or new and put before somebody who decides. */
  readonly outcome: 'new' | 'linked' | 'review';
  /** All registrations of the resident, the main one first. */
  readonly registrations: readonly Registration[];
  /** Questions about it that wait for somebody. */
  readonly reviews: number;
  /** The same form was sent before: nothing was written again. */
  readonly isRepeat: boolean;
}
