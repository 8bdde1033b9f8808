import { z } from 'zod';
import {
  changeHousehold,
  type Family,
  familyOf,
  foundHousehold,
  type HouseholdWriting,
} from '../../databases/population/index.ts';
import type { Subject } from '../../security/access/index.ts';
import { type Actor, recordWrites } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';

const anId = z.string().max(64);
const aDay = z.iso.date();
const aRelation = z
  .string()
  .regex(/^\d{2}$/)
  .describe('GB/T 4761');
const needs = { right: 'resident.write', purpose: 'HOPERAT' } as const;

/** GET /api/residents/:id/family */
export const familyOperation = operation({
  method: 'GET',
  path: '/residents/:id/family',
  title: 'Family of a resident across households: parents, children, spouses, siblings',
  needs: { right: 'resident.read', purpose: 'TREAT' },
  input: z.object({ id: anId }),
  async run({ input: { id }, platform, subject, actor }): Promise<Family> {
    const store = platform.store.as(subject.scope);
    await store.read('Patient', id);
    const family = await familyOf(store, id);
    const acts = family.people
      .filter(({ isHere }) => isHere)
      .map((person) => ({
        action: 'read' as const,
        what: 'RelatedPerson',
        count: 1,
        resident: person.id,
        place: platform.settings.division,
      }));
    await platform.audit.record(actor, acts);
    return family;
  },
});

/** POST /api/households */
export const foundHouseholdOperation = operation({
  method: 'POST',
  path: '/households',
  title: 'Founds a household with its head',
  needs,
  input: z.object({ head: anId, address: z.string().trim().max(200).optional(), on: aDay }),
  async run({ input, platform, subject, actor }): Promise<{ readonly id: string }> {
    return { id: await foundHousehold(writingOf(platform, subject, actor), input) };
  },
});

/** POST /api/households/:id/join */
const joinOperation = operation({
  method: 'POST',
  path: '/households/:id/join',
  title: 'A resident joins a household',
  needs,
  input: z.object({ id: anId, resident: anId, relation: aRelation, on: aDay }),
  run: ({ input: { id, ...rest }, platform, subject, actor }): Promise<void> =>
    changeHousehold(writingOf(platform, subject, actor), id, { what: 'join', ...rest }),
});

/** POST /api/households/:id/leave */
const leaveOperation = operation({
  method: 'POST',
  path: '/households/:id/leave',
  title: 'A member leaves a household; the membership stays on record with its end',
  needs,
  input: z.object({ id: anId, resident: anId, on: aDay }),
  run: ({ input: { id, ...rest }, platform, subject, actor }): Promise<void> =>
    changeHousehold(writingOf(platform, subject, actor), id, { what: 'leave', ...rest }),
});

/** POST /api/households/:id/head */
const headOperation = operation({
  method: 'POST',
  path: '/households/:id/head',
  title: 'Another member becomes the head; what the others are to the new one is said anew',
  needs,
  input: z.object({ id: anId, head: anId, relations: z.record(anId, aRelation), on: aDay }),
  run: ({ input: { id, ...rest }, platform, subject, actor }): Promise<void> =>
    changeHousehold(writingOf(platform, subject, actor), id, { what: 'head', ...rest }),
});

/** POST /api/households/:id/address */
const addressOperation = operation({
  method: 'POST',
  path: '/households/:id/address',
  title: 'Where a household lives from a day on',
  needs,
  input: z.object({ id: anId, address: z.string().trim().min(2).max(200), on: aDay }),
  run: ({ input: { id, ...rest }, platform, subject, actor }): Promise<void> =>
    changeHousehold(writingOf(platform, subject, actor), id, { what: 'address', ...rest }),
});

export const householdChangeOperations = [joinOperation, leaveOperation, headOperation, addressOperation] as const;

const writingOf = ({ store }: Platform, subject: Subject, actor: Actor): HouseholdWriting => ({
  all: store,
  store: store.as(subject.scope),
  within: (tx, written) => recordWrites(tx, actor, written),
});
