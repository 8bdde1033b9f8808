-- Health supervision notes: leads that were found and reported to the supervision body, and inspections. They are of places, not of residents.

create schema supervision;

create table supervision.note (
  shard       bigint      not null,
  id          text        not null,
  key         text        not null,      -- given by the caller: a repeat records nothing
  kind        text        not null check (kind in ('lead', 'inspection')),
  topic       text        not null,
  unit        text        not null,      -- what was looked at: a school, a waterworks
  found       text        not null,
  found_on    date        not null,
  division    text        not null,
  institution text        not null,      -- Organization id; empty where none
  by_account  text        not null,
  by_name     text        not null,
  at          timestamptz not null,
  reported_on date,                      -- to the supervision body
  reported_to text,
  primary key (id, shard)
);
comment on table supervision.note is 'Leads and inspections of health supervision; a report is added once, nothing is taken away';
create unique index note_key on supervision.note (key, shard);
create index note_found on supervision.note (found_on desc, id desc);
