import type { Sql } from '../../src/store/index.ts';

/**
 * What is due and the figures of hypertension and of the elderly, as somebody would write it who has but these two: one statement for
 * each, over plain rows. The rules are those of the definitions.
 * @param today YYYY-MM-DD
 */
export async function byHand(sql: Sql, today: string): Promise<void> {
  await sql`create table bench.enrolled as select resident, min(day) as since from bench.event where enrolled is not null group by 1`;
  await sql`create table bench.due (resident text, programme text, activity text, due_from date, due_by date)`;
  await sql`
    insert into bench.due
    with visit as (
      select e.resident, e.day, lead(e.day) over (partition by e.resident order by e.day) is null as is_last,
             e.result in ('2', '3', '4') or e.systolic >= 150 or e.diastolic >= 90
               or e.systolic >= 140 and age(e.day, r.birth_date) < interval '65 years' as is_bad
        from bench.event e join population.resident r on r.id = e.resident where e.contact = 'hypertension/follow-up')
    select n.resident, 'hypertension', 'follow-up',
           case when v.day is null then n.since when v.is_bad then v.day else (v.day + interval '2 months')::date end,
           case when v.day is null then n.since + 14 when v.is_bad then v.day + 14 else ((v.day + interval '2 months')::date + interval '1 month')::date end
      from bench.enrolled n left join visit v on v.resident = n.resident and v.is_last`;
  await sql`
    insert into bench.due
    with done as (select distinct resident from bench.event where contact = 'elderly/examination' and day >= date_trunc('year', ${today}::date) and day <= ${today}::date),
    who as (
      select resident, 'hypertension' as programme, 'check' as activity, since from bench.enrolled
       union all
      select id, 'elderly', 'examination', null from population.resident where age(${today}::date, birth_date) >= interval '65 years')
    select w.resident, w.programme, w.activity,
           greatest(make_date(extract(year from ${today}::date)::int + (d.resident is not null)::int, 1, 1), w.since),
           make_date(extract(year from ${today}::date)::int + (d.resident is not null)::int, 12, 31)
      from who w left join done d on d.resident = w.resident`;
  await sql`create table bench.figure (measure text, period text, division text, sex text, band int, denominator bigint, numerator bigint)`;
  for (const year of [Number(today.slice(0, 4)) - 1, Number(today.slice(0, 4))]) await figures(sql, year);
}

async function figures(sql: Sql, year: number): Promise<void> {
  const [from, until] = [`${year}-01-01`, `${year}-12-31`];
  await sql`
    insert into bench.figure
    with per as (
      select e.resident,
             bool_or(e.contact is not null) as is_seen,
             count(*) filter (where e.contact = 'hypertension/follow-up' and e.mode in ('1', '2')) as visits,
             bool_or(e.contact = 'elderly/examination') as is_examined,
             bool_or(e.contact = 'elderly/examination' and e.self_care is not null) as is_assessed,
             bool_or(e.systolic is not null) as is_measured,
             (array_agg(e.systolic order by e.day desc) filter (where e.contact = 'hypertension/follow-up'))[1] as systolic,
             (array_agg(e.diastolic order by e.day desc) filter (where e.contact = 'hypertension/follow-up'))[1] as diastolic
        from bench.event e where e.day between ${from}::date and ${until}::date group by 1),
    who as (
      select r.place, r.sex, extract(year from age(${until}::date, r.birth_date))::int as years,
             n.resident is not null and n.since <= ${until}::date as is_enrolled, per.*
        from population.resident r left join bench.enrolled n on n.resident = r.id left join per on per.resident = r.id
       where r.birth_date <= ${until}::date),
    counted as (
      select place, sex, years, 'hypertension-standardised-management' as measure, visits >= 4 and is_examined as is_in from who where is_enrolled and is_seen
       union all
      select place, sex, years, 'hypertension-control', diastolic < 90 and (systolic < 140 or years >= 65 and systolic < 150) from who where is_enrolled and is_seen
       union all
      select place, sex, years, 'pressure-measured-35', is_measured from who where years >= 35 and not is_enrolled
       union all
      select place, sex, years, 'elderly-management', is_assessed from who where years >= 65)
    select measure, ${String(year)}, place, sex, years / 5 * 5, count(*), count(*) filter (where is_in)
      from counted group by 1, 2, 3, 4, 5`;
}
