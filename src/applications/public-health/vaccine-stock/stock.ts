import { newId, Problem } from '../../../kernel/index.ts';
import type { Database } from '../../../store/index.ts';
import { isVaccine } from '../immunization/index.ts';
import { isMoved, lockLot, moveDoses, openLot } from './lot-store.ts';

/** Who does it, and when. */
export interface Handling {
  readonly point: string;
  /** Key of the request: a repeat writes nothing. */
  readonly request: string;
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  /** YYYY-MM-DD in China. */
  readonly today: string;
}

export interface Receipt extends Handling {
  readonly vaccine: string;
  readonly product: string;
  readonly manufacturer: string;
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly expires: string;
  readonly doses: number;
}

/**
 * Takes doses of a lot into the stock of a point.
 * @throws Problem stock-refused where the vaccine is unknown, out of its term, or the lot is known with another last day
 */
export async function receive(database: Database, receipt: Receipt): Promise<void> {
  if (!isVaccine(receipt.vaccine)) throw new Problem('stock-refused', 'No such vaccine is known', { at: 'vaccine' });
  if (receipt.expires < receipt.today) throw new Problem('stock-refused', 'The lot is out of its term', { at: 'expires' });
  await database.begin(async (tx) => {
    const { id, expires } = await openLot(tx, { ...receipt, id: newId() });
    if (await isMoved(tx, receipt.point, receipt.request)) return;
    if (expires !== receipt.expires)
      throw new Problem('stock-refused', 'The lot is known with another last day', { at: 'expires' });
    await moveDoses(tx, { ...receipt, id: receipt.request, lot: id, kind: 'receipt' });
  });
}

export interface LotChange extends Handling {
  readonly lot: string;
  readonly kind: 'waste' | 'count';
  /** Wasted, or counted to be there. */
  readonly doses: number;
  readonly reason: string;
}

/** Doses that are wasted, or what a count found instead of what the books say. @throws Problem stock-refused, resource-unknown */
export async function changeLot(database: Database, change: LotChange): Promise<void> {
  await database.begin(async (tx) => {
    const lot = await lockLot(tx, change.point, change.lot, change.today);
    if (await isMoved(tx, change.point, change.request)) return;
    const doses = change.kind === 'waste' ? -change.doses : change.doses - lot.doses;
    await moveDoses(tx, { ...change, id: change.request, doses });
  });
}
