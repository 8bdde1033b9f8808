-- Tables of src/platform/resident-index: residents of the platforms below, in the released form.

create schema if not exists resident_index;

create table resident_index.entry (
  shard       bigint      not null,
  home        text        not null,   -- division of the platform that holds the records
  patient     text        not null,   -- Patient id at that platform
  name        text,
  sex         text,
  birth_date  date,
  place       text        not null,
  document    text        not null,   -- the entry as received: passed on upward unchanged, unknown fields included
  received_at timestamptz not null default now(),
  primary key (shard, home, patient)
);
create index entry_home on resident_index.entry (home);

-- Distributed by value: a number leads to one shard.
create table resident_index.identifier (
  value   text   not null,
  system  text   not null,
  shard   bigint not null,
  home    text   not null,
  patient text   not null,
  primary key (value, system, shard, home, patient)
);
create index identifier_of on resident_index.identifier (shard, home, patient);
