import { shardOf } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { CaseLine, OwnLine } from './line.ts';

/** Writes a line of this platform; its revision counts on. In the transaction that writes the case. */
export async function saveOwnLine(tx: Sql, line: OwnLine): Promise<void> {
  await tx`
    insert into health_records.case_line as known (shard, line, home, disease, family, class, managed, division, classification, state, outcome, onset_on,
                diagnosed_on, reported_on, died_on, sex, age_months, occupation, is_late, counts)
    values (${shardOf(line.line)}, ${line.line}, ${line.home}, ${line.disease}, ${line.family}, ${line.class}, ${line.managed}, ${line.division},
            ${line.classification}, ${line.state}, ${line.outcome}, ${line.onsetOn}::date, ${line.diagnosedOn}::date, ${line.reportedOn}::date,
            ${line.diedOn}::date, ${line.sex}, ${line.ageMonths}, ${line.occupation}, ${line.isLate}, ${line.counts})
        on conflict (line, shard) do update
       set disease = excluded.disease, family = excluded.family, class = excluded.class, managed = excluded.managed, division = excluded.division,
           classification = excluded.classification, state = excluded.state, outcome = excluded.outcome, onset_on = excluded.onset_on,
           diagnosed_on = excluded.diagnosed_on, reported_on = excluded.reported_on, died_on = excluded.died_on, sex = excluded.sex,
           age_months = excluded.age_months, occupation = excluded.occupation, is_late = excluded.is_late, counts = excluded.counts,
           revision = known.revision + 1, changed_at = now()`;
}

/**
 * Lines of platforms below replace what was known of them; an older revision, which comes again, changes nothing.
 * @param forward whether there is a platform above, which is to be told
 */
export async function receiveLines(tx: Sql, told: readonly CaseLine[], forward: boolean): Promise<void> {
  if (told.length === 0) return;
  const last = [...new Map(told.toSorted((a, b) => a.revision - b.revision).map((line) => [line.line, line])).values()];
  const rows = last.map(({ line, ...rest }) => ({ ...rest, line, shard: shardOf(line) }));
  await tx`
    insert into health_records.case_line as known (shard, line, home, disease, family, class, managed, division, classification, state, outcome, onset_on,
                diagnosed_on, reported_on, died_on, sex, age_months, occupation, is_late, counts, revision, sent)
    select shard, line, home, disease, family, class, managed, division, classification, state, outcome, "onsetOn", "diagnosedOn", "reportedOn",
           "diedOn", sex, "ageMonths", occupation, "isLate", counts, revision, case when ${forward} then 0 else revision end
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
           as said (shard bigint, line text, home text, disease text, family text, class text, managed text, division text, classification text,
                    state text, outcome text, "onsetOn" date, "diagnosedOn" date, "reportedOn" date, "diedOn" date, sex text, "ageMonths" integer,
                    occupation text, "isLate" boolean, counts boolean, revision bigint)
        on conflict (line, shard) do update
       set disease = excluded.disease, family = excluded.family, class = excluded.class, managed = excluded.managed, division = excluded.division,
           classification = excluded.classification, state = excluded.state, outcome = excluded.outcome, onset_on = excluded.onset_on,
           diagnosed_on = excluded.diagnosed_on, reported_on = excluded.reported_on, died_on = excluded.died_on, sex = excluded.sex,
           age_months = excluded.age_months, occupation = excluded.occupation, is_late = excluded.is_late, counts = excluded.counts,
           revision = excluded.revision, changed_at = now(), sent = case when ${forward} then known.sent else excluded.revision end
     where known.home = excluded.home and known.revision < excluded.revision`;
}

const MOST_LINES = 2000;

/** What the platform above does not know yet, of this platform and of those below; the division no further than the county. */
export function releaseLines(tx: Sql): Promise<CaseLine[]> {
  return tx<CaseLine[]>`
    select home, line, disease, family, class, managed, left(division, 6) as division, classification, state, outcome, onset_on::text as "onsetOn",
           diagnosed_on::text as "diagnosedOn", reported_on::text as "reportedOn", died_on::text as "diedOn", sex, age_months as "ageMonths",
           occupation, is_late as "isLate", counts, revision
      from health_records.case_line where revision <> sent order by home, line limit ${MOST_LINES}`;
}

/** The platform above has them. What changed meanwhile stays to be told; a repeat does nothing. */
export async function acknowledgeLines(tx: Sql, told: readonly Pick<CaseLine, 'line' | 'revision'>[]): Promise<void> {
  if (told.length === 0) return;
  await tx`
    update health_records.case_line as known set sent = said.revision
      from unnest(${told.map(({ line }) => line)}::text[], ${told.map(({ line }) => shardOf(line))}::bigint[], ${told.map(({ revision }) => revision)}::bigint[])
           as said (line, shard, revision)
     where known.line = said.line and known.shard = said.shard and known.sent < said.revision`;
}
