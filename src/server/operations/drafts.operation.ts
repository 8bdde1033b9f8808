import { z } from 'zod';
import { forgetDraft, type KeptDraft, keepDraft, readDraft } from '../../drafts/index.ts';
import type { Subject } from '../../security/access/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';

// each account reaches its own drafts and nobody else's; what a form may write is asked when it is sent
const needs = { right: 'none', purpose: 'HOPERAT' } as const;
const name = z.string().min(1).max(300).describe('Of the form, with whose it is');
const aValue = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
  z.object({ id: z.string().max(64), name: z.string().max(200) }),
]);
const MOST_FIELDS = 500;

const draftsOf = ({ database, secrets, clock }: Platform, { id }: Subject) => ({
  ...{ sql: database.sql, key: secrets.sealKey, now: clock.now(), owner: id },
});

/** GET /api/drafts */
const readDraftOperation = operation({
  method: 'GET',
  path: '/drafts',
  title: 'What the account has typed into a form and not sent yet',
  needs,
  input: z.object({ name }),
  async run({ input, platform, subject }): Promise<KeptDraft> {
    const values = await readDraft(draftsOf(platform, subject), input.name);
    return values === undefined ? {} : { values };
  },
});

/** POST /api/drafts */
const keepDraftOperation = operation({
  method: 'POST',
  path: '/drafts',
  title: 'Keeps what stands in a form, for two weeks',
  needs,
  input: z.object({
    name,
    values: z
      .record(z.string().max(100), aValue)
      .refine((values) => Object.keys(values).length <= MOST_FIELDS, `At most ${MOST_FIELDS} fields`),
  }),
  run: ({ input, platform, subject }): Promise<void> => keepDraft(draftsOf(platform, subject), input.name, input.values),
});

/** POST /api/drafts/forget */
const forgetDraftOperation = operation({
  method: 'POST',
  path: '/drafts/forget',
  title: 'Forgets what was kept of a form',
  needs,
  input: z.object({ name }),
  run: ({ input, platform, subject }): Promise<void> => forgetDraft(draftsOf(platform, subject), input.name),
});

/** Operations of forms that are begun. */
export const draftOperations = [readDraftOperation, keepDraftOperation, forgetDraftOperation] as const;
