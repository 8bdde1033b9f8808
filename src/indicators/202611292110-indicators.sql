-- Tables of src/indicators. Each resident is counted for each measure and period as a row of its own says; what changes is written
-- as differences with the day on which it became known, so that a figure can be had as it was known on any past day.

create schema indicators;

create table indicators.period (
  code       text primary key,          -- 2026, 2026-Q3, 2026-03-01..2026-05-31
  first_day  date not null,
  last_day   date not null check (last_day >= first_day),
  opened_at  timestamptz not null default now()
);
comment on table indicators.period is 'Periods whose figures are kept: years by themselves, any other once it was asked for';

create table indicators.counted (
  shard    bigint not null,
  resident text   not null,             -- main Patient of the resident
  division text   not null,
  sex      text   not null,
  born     integer,                     -- year
  said     text[] not null,             -- measure|period|n or d|institution: in the numerator, or in the denominator alone
  primary key (resident, shard)
);
comment on table indicators.counted is 'As what each resident is counted: what a figure leads down to';
create index counted_division on indicators.counted (division text_pattern_ops, resident);

create table indicators.change (
  shard       bigint  not null,
  id          uuid    not null default gen_random_uuid(),
  measure     text    not null,
  period      text    not null,
  division    text    not null,
  institution text    not null,         -- Organization id; empty where none
  sex         text    not null,
  band        integer not null,         -- age in completed years at the end of the period, by fives; -1 where unknown
  day         date    not null,         -- on which it became known
  denominator bigint  not null,
  numerator   bigint  not null,
  primary key (shard, id)
);
comment on table indicators.change is 'Differences that wait to be folded into the figures; asked for together with them';

create table indicators.figure (
  division    text    not null,
  measure     text    not null,
  period      text    not null,
  institution text    not null,
  sex         text    not null,
  band        integer not null,
  day         date    not null,
  denominator bigint  not null,
  numerator   bigint  not null,
  primary key (division, measure, period, institution, sex, band, day)
);
comment on table indicators.figure is 'What became known on each day, by where residents live; the sum up to a day is the figure of that day; distributed by division';
create index figure_period on indicators.figure (period, measure, division text_pattern_ops);
