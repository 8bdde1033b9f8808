/** Builders for tests of bundles, and what their answers say. */
import type { Resource } from '../../fhir/index.ts';
import { anObservation, type EntryResponse, type TestStore, withoutId } from '../testing.ts';

export const aPractitioner = (value: string): Resource => ({
  resourceType: 'Practitioner',
  identifier: [{ system: 'urn:staff', value }],
});
export const of = (reference: string, rest: Record<string, unknown> = {}): Resource => ({
  ...withoutId(anObservation({ id: '' })),
  subject: { reference },
  ...rest,
});
export const statusesOf = (entries: readonly EntryResponse[]) => entries.map(({ response }) => response.status);
export const problemsOf = (entries: readonly EntryResponse[]) =>
  entries.map(
    ({ response }) =>
      response.outcome?.issue.map(({ details, expression }) => [details.coding[0]?.code, ...(expression ?? [])])[0],
  );
export const idIn = (entry: EntryResponse | undefined) => entry?.response.location?.split('/')[1] ?? 'no location';

/** The current content of a resource. */
export const readBody = async ({ all }: TestStore, type: string, id: string) => JSON.parse((await all.read(type, id)).body);

/** Whether a resource can be read. */
export const isThere = ({ all }: TestStore, type: string, id: string): Promise<boolean> =>
  all.read(type, id).then(
    () => true,
    () => false,
  );
