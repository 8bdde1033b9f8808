import type { Published } from '../definitions/index.ts';
import { type Actor, recordActs } from '../security/audit/index.ts';
import type { Sql } from '../store/index.ts';

/** Enters in the audit log who published which definitions, in the transaction that does. */
export const recordPublication = (tx: Sql, actor: Actor, division: string, published: readonly Published[]): Promise<void> =>
  recordActs(
    tx,
    actor,
    published.map(({ type, code, version }) => ({
      ...({
        action: 'create',
        what: `${type}/${code}|${version}`,
        count: 1,
        resident: undefined,
        place: division,
      } as const),
    })),
  );
