-- Signals of early warning, with the data that raised them, and what became of each.

create schema if not exists early_warning;

create table early_warning.signal (
  shard       bigint      not null,
  key         text        not null,         -- what and where it is about: a repeat of the evaluation is the same signal
  method      text        not null check (method in ('C1', 'C2', 'C3', 'percentile', 'cluster')),
  family      text        not null,
  division    text        not null,         -- county; of a cluster the township, or that of the school
  setting     text,                         -- school or employer of a cluster
  day         date        not null,         -- last day that was judged
  observed    integer     not null,
  threshold   double precision not null,
  data        jsonb       not null,         -- counts, baseline, case ids
  state       text        not null default 'new' check (state in ('new', 'looked-into', 'verified', 'dismissed')),
  reason      text,
  outbreak    text,
  decided_by  text,
  decided_at  timestamptz,
  raised_at   timestamptz not null,
  updated_at  timestamptz not null,
  primary key (key, shard)
);
comment on table early_warning.signal is 'Signals of early warning, and what became of each';
create index signal_day on early_warning.signal (day desc, key desc);
create index signal_open on early_warning.signal (family, division) where state <> 'dismissed';

create table early_warning.evaluated (
  only_one boolean     primary key default true check (only_one),
  day      date        not null,
  at       timestamptz not null             -- when it began
);
comment on table early_warning.evaluated is 'One row: what was last evaluated';
