import { healthCard, identityNumber, maskNumber, partOf, startOf } from '../../../standards/index.ts';
import { type Database, inScope, type Scope, type Sql } from '../../../store/index.ts';
import type { ResidentRow } from '../contract.ts';
import type { CountedResident } from './contract.ts';
import { FAULT } from './facts.ts';

/** Residents by rule, and by rule and part of the division. */
export interface FaultCounts {
  readonly living: number;
  readonly all: ReadonlyMap<string, number>;
  readonly parts: readonly { readonly division: string; readonly rule: string; readonly count: number }[];
}

/** How many residents of a division break each rule; of one moment. */
export async function countFaults(database: Database, division: string): Promise<FaultCounts> {
  return database.begin(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`;
    const folded = await tx<{ measure: string; amount: number }[]>`
      select measure, sum(amount)::bigint as amount from population.statistic
       where division = ${division} and (measure = 'living' or starts_with(measure, ${FAULT})) group by 1`;
    const parts = await tx<{ division: string; measure: string; amount: number }[]>`
      select division, measure, sum(amount)::bigint as amount from population.statistic_total
       where upper = ${division} and starts_with(measure, ${FAULT}) group by 1, 2`;
    const waiting = await tx<{ division: string; measure: string; amount: number }[]>`
      select division, measure, sum(amount)::bigint as amount from population.statistic_change
       where starts_with(division, ${startOf(division)}) and (measure = 'living' or starts_with(measure, ${FAULT})) group by 1, 2`;
    const all = new Map<string, number>();
    for (const { measure, amount } of [...folded, ...waiting]) all.set(measure, (all.get(measure) ?? 0) + amount);
    const byPart = new Map<string, number>();
    const inParts = waiting.flatMap((one) => {
      const part = one.measure === 'living' ? undefined : partOf(division, one.division);
      return part === undefined ? [] : [{ ...one, division: part }];
    });
    for (const { division: part, measure, amount } of [...parts, ...inParts])
      byPart.set(`${part} ${measure}`, (byPart.get(`${part} ${measure}`) ?? 0) + amount);
    const living = all.get('living') ?? 0;
    all.delete('living');
    return {
      living,
      all: new Map([...all].map(([measure, count]) => [measure.slice(FAULT.length), count])),
      parts: [...byPart]
        .filter(([, count]) => count !== 0)
        .map(([key, count]) => {
          const [part = '', measure = ''] = key.split(' ');
          return { division: part, rule: measure.slice(FAULT.length), count };
        }),
    };
  });
}

/** Which residents are listed; what is undefined chooses nothing. */
export interface ListQuestion {
  readonly division: string;
  /** Code of a quality rule that they break. */
  readonly rule?: string | undefined;
  readonly sex?: string | undefined;
  readonly residence?: string | undefined;
  /** Months of birth, both included. */
  readonly born?: { readonly from: number; readonly to: number } | undefined;
  readonly after?: { readonly division: string; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * Residents behind a count, by division and id: those who live, unless a rule is asked for, which also looks at the dead.
 * Only those within the scope.
 */
export async function listCounted(
  sql: Sql,
  { places }: Pick<Scope, 'places'>,
  { division, rule, sex, residence, born, after, limit }: ListQuestion,
): Promise<CountedResident[]> {
  const chosen =
    rule === undefined
      ? sql`select id, shard, division from population.counted where died = 0 and residence <> 'left'`
      : sql`select id, shard, division from population.fault where rule = ${rule}`;
  const rows = await sql<(Row & { identityNumber: string | null; cardNumber: string | null })[]>`
    select c.id, c.division, c.faults, r.name, r.sex, r.birth_date::text as "birthDate", r.deceased_on::text as "deceasedOn", r.address,
           (select min(value) from population.resident_identifier i where i.id = c.id and i.shard = c.shard and system = ${identityNumber}) as "identityNumber",
           (select min(value) from population.resident_identifier i where i.id = c.id and i.shard = c.shard and system = ${healthCard}) as "cardNumber"
      from (select c.id, c.shard, c.division, c.faults
              from (${chosen}) chosen
              join population.counted c on c.id = chosen.id and c.shard = chosen.shard
             where chosen.division collate "C" between ${startOf(division)} and ${`${startOf(division)}:`}
               and ${inScope(sql, { places }, 'chosen.division')}
               and (${sex ?? null}::text is null or c.sex = ${sex ?? null})
               and (${residence ?? null}::text is null or c.residence = ${residence ?? null})
               and (${born?.from ?? null}::int is null or c.born between ${born?.from ?? 0} and ${born?.to ?? 0})
               and (${after?.id ?? null}::text is null or (chosen.division collate "C", chosen.id collate "C") > (${after?.division ?? ''}, ${after?.id ?? ''}))
             order by chosen.division collate "C", chosen.id collate "C" limit ${limit}) c
      join population.resident r on r.id = c.id and r.shard = c.shard
     order by c.division collate "C", c.id collate "C"`;
  return rows.map(toListed);
}

interface Row {
  readonly id: string;
  readonly division: string;
  readonly faults: readonly string[];
  readonly name: string;
  readonly sex: ResidentRow['sex'];
  readonly birthDate: string | null;
  readonly deceasedOn: string | null;
  readonly address: string | null;
}

const toListed = ({
  birthDate,
  deceasedOn,
  address,
  identityNumber: number,
  cardNumber,
  ...row
}: Row & { identityNumber: string | null; cardNumber: string | null }): CountedResident => ({
  ...row,
  ...(birthDate ? { birthDate } : {}),
  ...(deceasedOn ? { deceasedOn } : {}),
  ...(address ? { address } : {}),
  ...(number ? { identityNumberMasked: maskNumber(number) } : {}),
  ...(cardNumber ? { cardNumberMasked: maskNumber(cardNumber) } : {}),
});
