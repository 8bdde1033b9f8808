import { newIdBeside, Problem } from '../../../kernel/index.ts';
import { bilingualCoding } from '../../../standards/index.ts';
import { type ScopedStore, type Sql, type Written, writeAll } from '../../../store/index.ts';
import { NOTIFIABLE } from '../diseases/to-resources.ts';
import { type ContactKey, findFollowUp, saveFollowUp } from './outbreak-store.ts';

export interface FollowingUp {
  readonly sql: Sql;
  readonly store: ScopedStore;
  readonly now: Date;
  readonly by: { readonly id: string; readonly name: string };
  readonly within: (tx: Sql, written: readonly Written[]) => Promise<void>;
}

export interface FollowUp extends ContactKey {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Degrees Celsius. */
  readonly temperature: number | undefined;
  readonly ill: boolean;
  readonly symptoms: string | undefined;
}

/**
 * Records what was found of a contact on a day; once more for the same day corrects it, and what was there before stays as a version.
 * @throws Problem resource-unknown where the resident is no contact; data-invalid where the day is none of following up
 */
export async function followUp({ sql, store, now, by, within }: FollowingUp, found: FollowUp): Promise<void> {
  const known = await findFollowUp(sql, found, found.day);
  if (!known) throw new Problem('resource-unknown', 'No such contact here', { at: 'resident' });
  if (found.day <= known.lastOn || found.day > known.untilOn)
    throw new Problem('data-invalid', `From the day after ${known.lastOn} to ${known.untilOn}`, { at: 'day' });
  const id = known.observation ?? newIdBeside(found.resident);
  const after = known.observation ? (await store.read('Observation', id)).version : undefined;
  await writeAll(store, [{ resource: toObservation(id, found, by), after }], async (tx, written) => {
    await saveFollowUp(tx, found, { day: found.day, observation: id, ill: found.ill, at: now, byName: by.name });
    await within(tx, written);
  });
}

const CODE = 'urn:minkang:contact-follow-up';

const toObservation = (id: string, { resident, day, temperature, ill, symptoms }: FollowUp, by: FollowingUp['by']) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [bilingualCoding('urn:minkang:category', NOTIFIABLE, { zh: '法定传染病', en: 'Notifiable disease' })] }],
  code: { coding: [bilingualCoding(CODE, 'follow-up', { zh: '密切接触者随访', en: 'Follow-up of a contact' })] },
  subject: { reference: `Patient/${resident}` },
  effectiveDateTime: day,
  performer: [{ identifier: { system: 'urn:minkang:account', value: by.id }, display: by.name }],
  valueBoolean: ill,
  component: [
    ...(temperature === undefined
      ? []
      : [
          {
            code: { coding: [{ system: 'http://loinc.org', code: '8310-5', display: '体温' }] },
            valueQuantity: { value: temperature, unit: '℃', system: 'http://unitsofmeasure.org', code: 'Cel' },
          },
        ]),
    ...(symptoms
      ? [{ code: { coding: [bilingualCoding(CODE, 'symptoms', { zh: '症状', en: 'Symptoms' })] }, valueString: symptoms }]
      : []),
  ],
});
