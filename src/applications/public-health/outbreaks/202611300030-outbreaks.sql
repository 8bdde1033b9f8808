-- Outbreaks: which cases are of one, whose contacts are followed, what was found and done, and what was reported of it.

create schema if not exists outbreaks;

create table outbreaks.outbreak (
  shard      bigint      not null,
  id         text        not null,
  key        text        not null,          -- given by whoever opened it: a repeat opens none
  title      text        not null,
  family     text        not null,          -- disease; '' of one not yet known
  division   text        not null,
  setting    text,
  signal     text,                          -- id of the signal that it was opened from
  state      text        not null default 'open' check (state in ('open', 'closed')),
  opened_at  timestamptz not null,
  opened_by  text        not null,
  closed_at  timestamptz,
  place      text        not null,          -- division that sees it
  primary key (id, shard)
);
comment on table outbreaks.outbreak is 'Outbreaks and public-health emergencies of this platform';
create unique index outbreak_key on outbreaks.outbreak (key, shard);
create index outbreak_opened on outbreaks.outbreak (opened_at desc, id desc);

create table outbreaks.linked_case (
  shard     bigint      not null,           -- of the resident
  case_id   text        not null,           -- Condition id
  outbreak  text        not null,
  linked_at timestamptz not null,
  linked_by text        not null,
  primary key (case_id, outbreak, shard)
);
comment on table outbreaks.linked_case is 'Cases that belong to an outbreak';
create index linked_case_outbreak on outbreaks.linked_case (outbreak);

create table outbreaks.contact (
  shard      bigint      not null,          -- of the contact
  resident   text        not null,          -- Patient id of the contact
  outbreak   text        not null,
  of_case    text,                          -- Condition id
  relation   text        not null check (relation in ('household', 'school', 'work', 'care', 'travel', 'other')),
  last_on    date        not null,          -- last contact
  until_on   date        not null,          -- last day of following up
  added_at   timestamptz not null,
  added_by   text        not null,
  primary key (resident, outbreak, shard)
);
comment on table outbreaks.contact is 'Contacts of cases of an outbreak, followed day by day to the end of the incubation';
create index contact_outbreak on outbreaks.contact (outbreak);

create table outbreaks.follow_up (
  shard       bigint      not null,         -- of the contact
  resident    text        not null,
  outbreak    text        not null,
  day         date        not null,
  observation text        not null,         -- Observation id: what was found
  ill         boolean     not null,
  at          timestamptz not null,
  by_name     text        not null,
  primary key (resident, outbreak, day, shard)
);
comment on table outbreaks.follow_up is 'Days on which contacts were followed up; what was found is an Observation';
create index follow_up_outbreak on outbreaks.follow_up (outbreak, day);

create table outbreaks.entry (
  shard    bigint      not null,            -- of the outbreak
  id       text        not null,
  outbreak text        not null,
  key      text        not null,
  kind     text        not null check (kind in ('log', 'initial', 'progress', 'final')),
  level    text        check (level in ('I', 'II', 'III', 'IV')),
  text     text        not null,            -- what was found or done; of a report: the course
  measures text,
  plan     text,
  cases    integer,                         -- as they were when it was written
  deaths   integer,
  contacts integer,
  deadline timestamptz,                     -- of the initial report
  at       timestamptz not null,
  by_name  text        not null,
  primary key (id, shard)
);
comment on table outbreaks.entry is 'Field log of an outbreak, and its reports: initial, progress, final; none is changed';
create unique index entry_key on outbreaks.entry (key, shard);
create index entry_outbreak on outbreaks.entry (outbreak, at);
