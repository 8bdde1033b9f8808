import { shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';

/** A card was reported: what asked for it asks no more. In the transaction of the card. */
export async function settlePrompts(tx: Sql, patients: readonly string[], family: string, caseId: string): Promise<void> {
  await tx`
    update diseases.prompt set state = 'reported', case_id = ${caseId}, decided_at = now()
     where resident = any(${patients}::text[]) and shard = any(${patients.map(shardOf)}::bigint[]) and family = ${family} and state = 'open'`;
}
