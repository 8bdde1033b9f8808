import { z } from 'zod';
import {
  findResidents,
  type Household,
  householdOf,
  type ResidentPage,
  type Revealed,
  searchResidents,
} from '../../databases/population/index.ts';
import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { healthCard, identityNumber } from '../../standards/index.ts';
import { operation } from './context.ts';

/** GET /api/residents */
export const residentsOperation = operation({
  method: 'GET',
  path: '/residents',
  title: 'Residents of the own division by name, pinyin, identity number, card number or birth date',
  needs: { right: 'resident.read', purpose: 'TREAT' },
  input: z.object({
    q: z.string().max(100).default('').describe('Name, pinyin, initials, identity or card number, or birth date'),
    count: z.coerce.number().int().min(1).max(200).default(20),
    cursor: z.string().max(500).optional(),
  }),
  async run({ input, platform, subject, actor }): Promise<ResidentPage> {
    const page = await searchResidents(platform.database.sql, subject.scope, {
      text: input.q,
      count: input.count,
      cursor: input.cursor,
    });
    const acts = page.items.map(({ id }) => ({
      action: 'search' as const,
      what: 'Patient',
      count: 1,
      resident: id,
      place: platform.settings.division,
    }));
    await platform.audit.record(actor, acts);
    return page;
  },
});

/** GET /api/residents/:id/household */
export const householdOperation = operation({
  method: 'GET',
  path: '/residents/:id/household',
  title: 'Household of a resident',
  needs: { right: 'resident.read', purpose: 'TREAT' },
  input: z.object({ id: z.string().max(64) }),
  async run({ input, platform, subject, actor }): Promise<Household> {
    const store = platform.store.as(subject.scope);
    await store.read('Patient', input.id);
    const household = await householdOf(store, input.id);
    const acts = household.members.map(({ id }) => ({
      action: 'read' as const,
      what: 'Group',
      count: 1,
      resident: id,
      place: platform.settings.division,
    }));
    await platform.audit.record(actor, acts);
    return household;
  },
});

const SYSTEMS = { 'identity-number': identityNumber, 'card-number': healthCard } as const;

/** POST /api/residents/:id/reveal */
export const revealOperation = operation({
  method: 'POST',
  path: '/residents/:id/reveal',
  title: 'One masked number of a resident in full; asking is logged',
  needs: { right: 'resident.reveal', purpose: 'TREAT' },
  input: z.object({ id: z.string().max(64), field: z.enum(['identity-number', 'card-number', 'phone']) }),
  async run({ input: { id, field }, platform, subject, actor }): Promise<Revealed> {
    const { body } = await platform.store.as(subject.scope).read('Patient', id);
    const value =
      field === 'phone' ? phoneOf(parseJson(body) as Resource) : await numberOf(platform.database.sql, id, SYSTEMS[field]);
    await platform.audit.record(actor, [
      { action: 'reveal', what: field, count: 1, resident: id, place: platform.settings.division },
    ]);
    if (!value) throw new Problem('resource-unknown', `The resident has no ${field}`, { at: 'field' });
    return { field, value };
  },
});

async function numberOf(sql: Parameters<typeof findResidents>[0], id: string, system: string): Promise<string | undefined> {
  const [resident] = await findResidents(sql, [id]);
  return resident?.identifiers.find((identifier) => identifier.system === system)?.value;
}

function phoneOf(patient: Resource): string | undefined {
  const contacts = Array.isArray(patient['telecom']) ? patient['telecom'].filter(isObject) : [];
  const phone = contacts.find(({ system }) => system === 'phone')?.['value'];
  return typeof phone === 'string' ? phone : undefined;
}
