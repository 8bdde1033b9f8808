import { z } from 'zod';
import {
  assignRecordNumber,
  type ResidentData,
  type ResidentDataWritten,
  requireVersion,
  residentData,
  writeData,
} from '../../databases/population/index.ts';
import { chinaDay } from '../../kernel/index.ts';
import { recordWrites } from '../../security/audit/index.ts';
import { operation } from './context.ts';

const anId = z.string().max(64);

/** GET /api/residents/:id/data */
export const residentDataOperation = operation({
  method: 'GET',
  path: '/residents/:id/data',
  title: 'Data elements of a resident (WS 365-2011 5.2.1), with what each was before; numbers masked',
  needs: { right: 'resident.read', purpose: 'HOPERAT' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<ResidentData> {
    const data = await residentData(platform.store.as(subject.scope), id, chinaDay(platform.clock.now()));
    await platform.audit.record(actor, [
      { action: 'read', what: `Patient/${id}`, count: 1, resident: id, place: platform.settings.division },
    ]);
    return data;
  },
});

/** PUT /api/residents/:id/data */
export const writeResidentDataOperation = operation({
  method: 'PUT',
  path: '/residents/:id/data',
  title: 'Changes data elements of a resident; what is left out stays. If-Match names the version that was read',
  needs: { right: 'resident.write', purpose: 'HOPERAT' },
  input: z.object({
    id: anId,
    ifMatch: z.number().int().optional(),
    values: z.record(z.string().max(60), z.union([z.string().max(500), z.null()])),
    confirmed: z.array(z.string().max(60)).max(60).default([]),
  }),
  async run({ input: { id, ifMatch, values, confirmed }, platform, subject, actor }): Promise<ResidentDataWritten> {
    const form = { id, version: requireVersion(ifMatch), given: values, confirmed, now: platform.clock.now() };
    const store = platform.store.as(subject.scope);
    return { version: await writeData(store, form, (tx, written) => recordWrites(tx, actor, written)) };
  },
});

/** POST /api/residents/:id/record-number */
export const recordNumberOperation = operation({
  method: 'POST',
  path: '/residents/:id/record-number',
  title: 'The health record number of a resident, assigned where there is none',
  needs: { right: 'resident.write', purpose: 'HOPERAT' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<{ readonly recordNumber: string }> {
    const asking = {
      sql: platform.database.sql,
      store: platform.store.as(subject.scope),
      within: (tx: Parameters<typeof recordWrites>[0], written: Parameters<typeof recordWrites>[2]) =>
        recordWrites(tx, actor, written),
    };
    return { recordNumber: await assignRecordNumber(asking, { id, home: platform.settings.division }) };
  },
});
