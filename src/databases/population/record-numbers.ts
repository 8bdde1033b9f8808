import { Problem } from '../../kernel/index.ts';
import {
  formatHealthRecordNumber,
  healthRecord,
  MOST_IN_VILLAGE,
  parseHealthRecordNumber,
  villageOf,
} from '../../standards/index.ts';
import type { Sql } from '../../store/index.ts';

/**
 * The next free health record number of a village. Each is given out once, whoever asks at the same time; one that is then
 * not used stays unused. Numbers that came with residents from elsewhere are passed over.
 * @param division of the resident, 6 to 12 digits
 */
export async function nextRecordNumber(sql: Sql, division: string): Promise<string> {
  const village = villageOf(division);
  for (;;) {
    const [row] = await sql<{ last: number }[]>`
      insert into population.record_number (village, last) values (${village}, ${await lastKnown(sql, village)} + 1)
          on conflict (village) do update set last = record_number.last + 1
      returning last`;
    const sequence = row?.last ?? MOST_IN_VILLAGE + 1;
    if (sequence > MOST_IN_VILLAGE)
      throw new Problem('data-invalid', 'The village has no more health record numbers', { at: 'recordNumber' });
    const number = formatHealthRecordNumber(village, sequence);
    const [taken] = await sql`select from population.resident_identifier where value = ${number} and system = ${healthRecord}`;
    if (!taken) return number;
  }
}

/** Where numbering begins: after those that are there. 0 once it has begun, since the counter itself knows better. */
async function lastKnown(sql: Sql, village: string): Promise<number> {
  const [begun] = await sql`select from population.record_number where village = ${village}`;
  if (begun) return 0;
  const [from, to] = [formatHealthRecordNumber(village, 0), formatHealthRecordNumber(village, MOST_IN_VILLAGE)];
  const [last] = await sql<{ value: string | null }[]>`
    select max(value) as value from population.resident_identifier
     where system = ${healthRecord} and value between ${from} and ${to} and length(value) = 17`;
  const parsed = parseHealthRecordNumber(last?.value ?? '');
  return parsed instanceof Problem ? 0 : parsed.sequence;
}
