import { nameOf, readPatients } from '../../../databases/population/index.ts';
import { chinaDay, Problem, shardOf } from '../../../kernel/index.ts';
import { inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { PromptRow } from './contract.ts';
import { findDisease } from './disease.ts';
import { timeliness } from './timeliness.ts';

interface Kept {
  readonly condition: string;
  readonly resident: string;
  readonly disease: string;
  readonly icd10: string;
  readonly institution: string | null;
  readonly recordedAt: Date;
  readonly deadline: Date;
}

export interface PromptQuery {
  /** Name of the institution of whoever asks; all of the scope where undefined. */
  readonly institution: string | undefined;
  readonly hidden: readonly string[];
  readonly count: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Diagnoses that wait for their card, the first deadline first. */
export async function listPrompts(sql: Sql, scope: Scope, query: PromptQuery, now: Date): Promise<PromptRow[]> {
  const { institution, hidden, count, after } = query;
  const rows = await sql<Kept[]>`
    select condition, resident, disease, icd10, institution, recorded_at as "recordedAt", deadline from diseases.prompt
     where state = 'open' and ${inScope(sql, scope, 'place')} and not family = any(${hidden}::text[])
       ${institution === undefined ? sql`` : sql`and (institution is null or institution = ${institution})`}
       ${after ? sql`and (deadline, condition) > (${after.at}::timestamptz, ${after.id})` : sql``}
     order by deadline, condition limit ${count}`;
  const patients = await readPatients(
    sql,
    rows.map(({ resident }) => resident),
  );
  return rows.map((row) => {
    const patient = patients.get(row.resident);
    const disease = findDisease(row.disease, chinaDay(row.recordedAt));
    return {
      ...{
        id: row.condition,
        resident: row.resident,
        residentName: patient ? nameOf(patient) : '',
        disease: row.disease,
        icd10: row.icd10,
      },
      diseaseName: disease?.name ?? { zh: row.disease, en: row.disease },
      managedAs: disease?.managedAs ?? 'B',
      ...(row.institution ? { institution: row.institution } : {}),
      recordedAt: row.recordedAt.toISOString(),
      reporting: timeliness(row.deadline, undefined, now),
    };
  });
}

/**
 * Takes a diagnosis off the list with a reason; a repeat changes nothing.
 * @returns Patient id
 * @throws Problem resource-unknown; case-conflict where its card was reported
 */
export async function dismissPrompt(
  sql: Sql,
  scope: Scope,
  { id, reason, by, now }: { readonly id: string; readonly reason: string; readonly by: string; readonly now: Date },
): Promise<string> {
  const [done] = await sql<{ resident: string }[]>`
    update diseases.prompt set state = 'dismissed', reason = ${reason}, decided_by = ${by}, decided_at = ${now}
     where condition = ${id} and shard = ${shardOf(id)} and state = 'open' and ${inScope(sql, scope, 'place')} returning resident`;
  if (done) return done.resident;
  const [known] = await sql<{ resident: string; state: string }[]>`
    select resident, state from diseases.prompt where condition = ${id} and shard = ${shardOf(id)} and ${inScope(sql, scope, 'place')}`;
  if (!known) throw new Problem('resource-unknown', 'No such diagnosis here', { at: 'id' });
  if (known.state !== 'dismissed') throw new Problem('case-conflict', 'It is settled already', { at: 'id' });
  return known.resident;
}
