import { useQuery } from '@tanstack/react-query';
import type { ContactBasis, ContactFieldView, ContactFormView } from '../../../src/programmes/contract.ts';
import { address, call } from '../app/api.ts';
import type { QueuedContact } from '../app/offline/queue-state.ts';

/** What the platform has of the same activity now. */
export interface There {
  readonly fields: readonly ContactFieldView[];
  readonly basis: ContactBasis;
  /** Encounter id of what somebody recorded or corrected since; none where something else changed. */
  readonly contact: string | undefined;
  readonly values: ContactFormView['values'];
  readonly on: string | undefined;
}

/** Asks the platform what is there now, to be put beside what is queued. */
export const useThere = (queued: QueuedContact, enabled: boolean) =>
  useQuery({ queryKey: ['offline-there', queued.id], queryFn: () => askThere(queued), enabled, staleTime: 0 });

/** Others came without an Encounter, and have no form. */
const ENCOUNTER = /^[^/ ]+(?:\/\d+)?$/;

async function askThere({ resident, programme, activity, step, basis }: QueuedContact): Promise<There> {
  const path = `/api/residents/${encodeURIComponent(resident)}/contact-form`;
  const task = { programme, activity, step };
  const now = await call<ContactFormView>(address(path, task));
  const { contacts } = now.basis;
  const contact = contacts.find((one) => ENCOUNTER.test(one) && !basis.contacts.includes(one))?.split('/')[0];
  const theirs = contact ? await call<ContactFormView>(address(path, { ...task, contact })) : undefined;
  return { fields: now.fields, basis: now.basis, contact, values: theirs?.values ?? {}, on: theirs?.on };
}
