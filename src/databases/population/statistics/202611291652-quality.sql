-- What is wrong with the data of a resident, by the rules of quality-rules.ts; kept with the counts of residents.

alter table population.counted add column faults text[] not null default '{}';

create table population.fault (
  shard    bigint not null,
  rule     text   not null,
  division text   not null,
  id       text   not null,             -- Patient id of the resident
  number   text,                        -- of the rule number-shared: the number
  primary key (id, rule, shard)
);
comment on table population.fault is 'Residents whose data break a rule of quality: what a list behind a count reads';
create index fault_number on population.fault (number) where number is not null;

create table population.counted_by (
  only_one boolean primary key default true check (only_one),
  version  integer not null             -- of the rules by which all residents were counted
);
comment on table population.counted_by is 'One row: by which rules residents were counted';
-- In the order of code points, whatever the collation of the database: a prefix is then an interval.
create index counted_division on population.counted (division collate "C", id collate "C");
create index fault_division on population.fault (rule, division collate "C", id collate "C");
