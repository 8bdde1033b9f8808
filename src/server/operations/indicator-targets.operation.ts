import { z } from 'zod';
import { listTargets, setTarget, type TargetList } from '../../indicators/index.ts';
import { Problem } from '../../kernel/index.ts';
import { recordActs } from '../../security/audit/index.ts';
import { operation } from './context.ts';
import { measureViews } from './indicators.operation.ts';

const aYear = z.coerce.number().int().min(2000).max(2100);

/** GET /api/indicators/targets */
const targetsOperation = operation({
  method: 'GET',
  path: '/indicators/targets',
  title: 'What each indicator is to reach in a year: as its definition says, and as this platform set it, in all versions',
  needs: { right: 'definition.read', purpose: 'HOPERAT' },
  input: z.object({ year: aYear }),
  async run({ input: { year }, platform }): Promise<TargetList> {
    const all = Map.groupBy(await listTargets(platform.database.sql, year), ({ measure }) => measure);
    const measures = measureViews(platform).map(({ code, title, better, target }) => ({
      ...{ code, title, better, versions: all.get(code) ?? [] },
      ...(target === undefined ? {} : { target }),
    }));
    return { year, measures };
  },
});

/** POST /api/indicators/targets */
const setTargetOperation = operation({
  method: 'POST',
  path: '/indicators/targets',
  title: 'Sets what an indicator is to reach in a year at this platform, or withdraws it; what held before is kept',
  needs: { right: 'definition.write', purpose: 'HSYSADMIN' },
  input: z.object({
    measure: z.string().max(80),
    year: aYear,
    after: z.number().int().min(0).describe('Version that was seen; 0 where there was none'),
    share: z.number().min(0).max(1).optional().describe('0 to 1; left out, the target is withdrawn'),
    source: z.string().trim().min(1).max(200).describe('Notice or plan that says so'),
  }),
  async run({ input: { measure, share, ...input }, platform, subject, actor }): Promise<void> {
    if (!measureViews(platform).some(({ code }) => code === measure))
      throw new Problem('parameter-invalid', 'No such indicator here', { at: 'measure' });
    const place = platform.settings.division;
    await platform.database.begin(async (tx) => {
      await setTarget(tx, { ...input, measure, share, by: subject.id, at: platform.clock.now() });
      const what = `Measure/${measure}`;
      await recordActs(tx, actor, [{ action: 'update', what, count: 1, resident: undefined, place }]);
    });
  },
});

/** Operations of targets. */
export const indicatorTargetOperations = [targetsOperation, setTargetOperation] as const;
