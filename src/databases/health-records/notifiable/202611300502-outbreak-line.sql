-- Outbreaks as the levels above see them: numbers of each, and from the initial report on what was reported. No person, contact or log entry.
create table health_records.outbreak_line (
  shard      bigint      not null,          -- of the outbreak
  line       text        not null,          -- id of the outbreak: of a place, nobody's
  home       text        not null,          -- platform that has it
  family     text        not null,          -- disease; '' of one not yet known
  division   text        not null,          -- above its home no further than the county
  state      text        not null check (state in ('open', 'closed')),
  opened_at  timestamptz not null,
  closed_at  timestamptz,
  title      text,                          -- from the initial report on
  cases      integer     not null,
  deaths     integer     not null,
  contacts   integer     not null,
  reports    jsonb       not null,          -- initial, progress, final: as they were reported, in the order of time
  digest     text        not null,          -- of all that is told
  revision   bigint      not null default 1,
  sent       bigint      not null default 0, -- revision that the platform above has
  primary key (line, shard)
);
comment on table health_records.outbreak_line is 'Outbreaks and reported emergencies of this platform and of those below, without persons';
create index outbreak_line_unsent on health_records.outbreak_line (home) where revision <> sent;
create index outbreak_line_opened on health_records.outbreak_line (opened_at desc, line desc);
