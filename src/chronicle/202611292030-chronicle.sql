-- Tables of src/chronicle: what programmes and indicators ask about each resident, in one row a Patient, so that a million
-- lives are read in seconds. Derived from the resources by way of the change feed; can be made anew at any time.

create schema chronicle;

create table chronicle.life (
  shard   bigint not null,
  patient text   not null,
  pieces  text   not null,              -- JSON list: what each resource says happened
  primary key (patient, shard)
);
comment on table chronicle.life is 'What is known of the life of each Patient, as far as definitions ask';

create table chronicle.kept_by (
  only_row boolean primary key default true check (only_row),
  digest   text    not null,            -- of the facts that were asked for when the rows were made
  after    text    not null default ''  -- last Patient that was made anew; empty when all are
);
comment on table chronicle.kept_by is 'Under which definitions the rows were made, and how far making them anew has come';
