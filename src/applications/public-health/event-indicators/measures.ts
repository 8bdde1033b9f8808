import type { EventCount, EventMeasure } from '../../../indicators/index.ts';
import type { Sql } from '../../../store/index.ts';
import { SERVICES } from '../enrolment.ts';

const SOURCE = `${SERVICES}传染病及突发公共卫生事件报告和处理服务规范 六`;
const programme = 'infectious';
const programmeTitle = { zh: '传染病及突发公共卫生事件报告和处理', en: 'Infectious diseases and emergencies' };

/** Cases by the day of diagnosis; a card that was refuted or is another one of the same illness counts nowhere. */
const cases = (tx: Sql) => tx`
  select place as division, institution, diagnosed_at as at, true as is_reported, reported_at <= deadline as is_timely
    from diseases.case_report where state <> 'refuted' and duplicate_of is null`;

/** Notifiable diagnoses without a card: registered, and not reported. */
const unreported = (tx: Sql) => tx`
  select place as division, '' as institution, recorded_at as at, false as is_reported, false as is_timely
    from diseases.prompt where state = 'open'`;

/** An emergency should be reported within its time from when it was opened. */
const emergencies = (tx: Sql) => tx`
  select o.place as division, '' as institution, o.opened_at as at,
         exists (select from outbreaks.entry e
                  where e.outbreak = o.id and e.kind = 'initial' and (e.deadline is null or e.at <= e.deadline)) as is_timely
    from outbreaks.outbreak o`;

/** Leads of health supervision by the day on which they were found. */
const leads = (tx: Sql) => tx`
  select division, institution, found_on::timestamp at time zone 'Asia/Shanghai' as at, reported_on is not null as is_reported
    from supervision.note where kind = 'lead'`;

/** Sums of what a statement tells, by the periods that are kept. Days are those of China. */
const sumsOf = (tx: Sql, told: ReturnType<typeof cases>, isTrue: 'is_reported' | 'is_timely') =>
  tx<EventCount[]>`
    select p.code as period, told.division, told.institution, count(*) as denominator, count(*) filter (where told.${tx(isTrue)}) as numerator
      from (${told}) told
      join indicators.period p on (told.at at time zone 'Asia/Shanghai')::date between p.first_day and p.last_day
     group by 1, 2, 3`;

/** Counted from the cards and events themselves, at the platform that has them. */
export const eventMeasures: readonly EventMeasure[] = [
  {
    ...{ programme, programmeTitle, source: SOURCE, better: 'more' },
    code: 'infectious-report',
    title: { zh: '传染病疫情报告率', en: 'Infectious disease report rate' },
    denominatorTitle: {
      zh: '期内登记的法定传染病病例数（已报告的，和病历中诊断而未报告的）',
      en: 'Cases registered: those reported, and notifiable diagnoses in medical records without a card',
    },
    numeratorTitle: { zh: '其中已网络报告的病例数', en: 'Of them, reported' },
    count: (tx) => sumsOf(tx, tx`${cases(tx)} union all ${unreported(tx)}`, 'is_reported'),
  },
  {
    ...{ programme, programmeTitle, source: SOURCE, better: 'more' },
    code: 'infectious-timely-report',
    title: { zh: '传染病疫情报告及时率', en: 'Timely report rate' },
    denominatorTitle: { zh: '期内报告的病例数（按诊断日期）', en: 'Cases reported, by day of diagnosis' },
    numeratorTitle: { zh: '其中在规定时限内报告的病例数', en: 'Of them, reported within their time' },
    count: (tx) => sumsOf(tx, cases(tx), 'is_timely'),
  },
  {
    ...{ programme, programmeTitle, source: SOURCE, better: 'more' },
    code: 'emergency-report',
    title: { zh: '突发公共卫生事件相关信息报告率', en: 'Emergency event report rate' },
    denominatorTitle: { zh: '期内应报告的突发公共卫生事件数', en: 'Events that should be reported' },
    numeratorTitle: { zh: '其中及时作出初次报告的事件数', en: 'Of them, with an initial report in time' },
    count: (tx) => sumsOf(tx, emergencies(tx), 'is_timely'),
  },
  {
    ...{ programme: 'supervision', programmeTitle: { zh: '卫生监督协管', en: 'Health supervision' }, better: 'more' },
    source: `${SERVICES}卫生计生监督协管服务规范 六`,
    code: 'supervision-report',
    title: { zh: '卫生监督协管信息报告率', en: 'Supervision report rate' },
    denominatorTitle: { zh: '期内发现的事件或线索数', en: 'Events or leads found' },
    numeratorTitle: { zh: '其中已报告的数量', en: 'Of them, reported' },
    count: (tx) => sumsOf(tx, leads(tx), 'is_reported'),
  },
];
