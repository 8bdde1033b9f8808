-- Health education: the plan of a year and what was held. Of places and institutions, not of residents.
create schema health_education;

create table health_education.activity (
  shard          bigint      not null,
  id             text        not null,
  key            text        not null,       -- given by the caller: a repeat records nothing
  kind           text        not null check (kind in ('print', 'audio-visual', 'board', 'consultation', 'lecture', 'individual')),
  state          text        not null check (state in ('planned', 'held', 'withdrawn')),
  topic          text        not null,
  institution    text        not null,
  level          text        not null check (level in ('township', 'village')),
  division       text        not null,
  planned_on     date,
  held_on        date,
  record         jsonb       not null default '{}',  -- place, organiser, speaker, audience, materials, content, evaluation, evidence
  audience_count integer     not null default 0,
  copies         integer     not null default 0,
  by_account     text        not null,
  by_name        text        not null,
  at             timestamptz not null,
  reason         text,                        -- why it was withdrawn
  primary key (id, shard)
);
comment on table health_education.activity is 'Activities of health education: planned, held, withdrawn; a held one is not changed, only withdrawn with a reason';
create unique index activity_key on health_education.activity (key, shard);
create index activity_day on health_education.activity ((coalesce(held_on, planned_on)) desc, id desc);
