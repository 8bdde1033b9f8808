import type { Programme } from '../programmes/index.ts';
import { type Actor, recordActs } from '../security/audit/index.ts';
import type { Sql } from '../store/index.ts';

/** Enters in the audit log who published which programmes, in the transaction that does. */
export const recordPublication = (tx: Sql, actor: Actor, division: string, published: readonly Programme[]): Promise<void> =>
  recordActs(
    tx,
    actor,
    published.map(({ code, version }) => ({
      ...({
        action: 'create',
        what: `PlanDefinition/${code}|${version}`,
        count: 1,
        resident: undefined,
        place: division,
      } as const),
    })),
  );
