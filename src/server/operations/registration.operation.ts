import { z } from 'zod';
import { type Registered, type RegistrationForm, register, registrationForm } from '../../databases/population/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { operation } from './context.ts';

/** GET /api/registration-form */
export const registrationFormOperation = operation({
  method: 'GET',
  path: '/registration-form',
  title: 'Fields of the registration desk, and what stands in them from the start',
  needs: { right: 'resident.write', purpose: 'HOPERAT' },
  input: z.object({}),
  run: async ({ subject }): Promise<RegistrationForm> => registrationForm(subject.place),
});

/** POST /api/residents */
export const registerOperation = operation({
  method: 'POST',
  path: '/residents',
  title: 'Registers somebody: a new resident, linked to one who is known, or put before somebody who decides',
  needs: { right: 'resident.write', purpose: 'HOPERAT' },
  input: z.object({
    form: z
      .string()
      .regex(/^[0-9a-f-]{36}$/)
      .describe('A UUID made once for a form: sending it again registers nobody again'),
    values: z.record(z.string().max(60), z.union([z.string().max(500), z.null()])),
    confirmed: z.array(z.string().max(60)).max(60).default([]).describe('Keys of improbable values that are so'),
  }),
  async run({ input: { form, values, confirmed }, platform, subject, actor }): Promise<Registered> {
    const registering = { form, given: values, confirmed, now: platform.clock.now(), place: subject.place };
    return register(platform.database.sql, platform.store.as(subject.scope), registering, (tx, written) =>
      recordWrites(tx, actor, written),
    );
  },
});
