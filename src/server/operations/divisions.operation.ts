import { z } from 'zod';
import { divisionsInUse } from '../../databases/population/index.ts';
import type { DivisionPage, PlaceName } from '../../platform/directory/contract.ts';
import { forgetDivision, listDivisions, nameDivisions, placeNames } from '../../platform/directory/index.ts';
import { operation } from './context.ts';

const write = { right: 'directory.write', purpose: 'HSYSADMIN' } as const;
const aSmallDivision = z.string().regex(/^\d{9}(?:\d{3})?$/, 'a township has 9 digits, a village 12');
const MOST_AT_ONCE = 5000;

/** GET /api/divisions */
export const divisionsOperation = operation({
  method: 'GET',
  path: '/divisions',
  title: 'Townships and villages of the platform with their names, and those where residents live that have none',
  needs: { right: 'directory.read', purpose: 'HOPERAT' },
  input: z.object({
    q: z.string().trim().max(100).default(''),
    count: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^\d{9,12}$/)
      .optional(),
  }),
  async run({ input: { q, count, cursor }, platform }): Promise<DivisionPage> {
    const { sql } = platform.database;
    return listDivisions(sql, await divisionsInUse(sql, platform.settings.division), { q, count, after: cursor });
  },
});

/** GET /api/divisions/:code */
export const placeNameOperation = operation({
  method: 'GET',
  path: '/divisions/:code',
  title: 'Where a place is, from the county down as far as there are names',
  needs: { right: 'directory.read', purpose: 'HOPERAT' },
  input: z.object({ code: z.string().regex(/^\d{6}(?:\d{3})?(?:\d{3})?$/, 'a division has 6, 9 or 12 digits') }),
  async run({ input: { code }, platform }): Promise<PlaceName> {
    const names = await placeNames(platform.database.sql, [code]);
    return { code, name: names.get(code) ?? { zh: code, en: code } };
  },
});

/** POST /api/divisions */
export const nameDivisionsOperation = operation({
  method: 'POST',
  path: '/divisions',
  title: 'Names townships and villages of the platform; the same code again renames it',
  needs: write,
  input: z.object({
    divisions: z
      .array(
        z.object({
          code: z.string().max(20),
          name: z.string().trim().min(1).max(100),
          english: z.string().trim().min(1).max(200).optional(),
        }),
      )
      .min(1)
      .max(MOST_AT_ONCE),
  }),
  async run({ input: { divisions }, platform, subject }): Promise<void> {
    const { database, settings, clock } = platform;
    const at = clock.now().toISOString();
    await nameDivisions(database.sql, divisions, { within: settings.division, by: subject.id, at });
  },
});

/** POST /api/divisions/:code/forget */
export const forgetDivisionOperation = operation({
  method: 'POST',
  path: '/divisions/:code/forget',
  title: 'Takes the name of a township or village away; a repeat changes nothing',
  needs: write,
  input: z.object({ code: aSmallDivision }),
  run: ({ input: { code }, platform }): Promise<void> => forgetDivision(platform.database.sql, code),
});
