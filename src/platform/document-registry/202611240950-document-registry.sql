-- Tables of src/platform/document-registry: where records are. Of this platform by day and institution, of the
-- platforms below by resident.

create schema if not exists document_registry;

-- What is here, counted from the change feed.
create table document_registry.activity (
  day      date    not null,          -- China Standard Time, of the writing
  database text    not null,
  type     text    not null,
  created  bigint  not null default 0,
  updated  bigint  not null default 0,
  deleted  bigint  not null default 0,
  primary key (day, database, type)
);

create table document_registry.institution_activity (
  institution text        primary key, -- id of the Organization
  records     bigint      not null,
  last_at     timestamptz not null
);

-- Which kinds of records a platform below holds of a resident: the released form, no contents.
create table document_registry.holding (
  shard    bigint      not null,
  home     text        not null,      -- division of the platform that holds them
  patient  text        not null,      -- Patient id at that platform
  database text        not null,
  type     text        not null,
  count    integer     not null,
  last_on  date,                      -- day of the latest, where dated
  primary key (shard, home, patient, database, type)
);
