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
  what   text primary key check (what in ('lives', 'followers')),
  digest text not null,                 -- of the definitions under which all of it was made
  after  text not null default ''       -- last Patient that was made anew; empty when all are
);
comment on table chronicle.kept_by is 'Under which definitions lives, and what follows from them, were made; and how far making them anew has come';
