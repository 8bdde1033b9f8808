-- Cases of notifiable diseases without their persons: what every level sees. A line has an id of its own that leads to nobody; it is
-- kept where the case is, and travels up as its last word.

create table health_records.case_line (
  shard          bigint  not null,          -- of the line, not of the resident
  line           text    not null,
  home           text    not null,          -- platform that has the case
  disease        text    not null,
  family         text    not null,
  class          text    not null check (class in ('A', 'B', 'C')),
  managed        text    not null check (managed in ('A', 'B', 'C')),
  division       text    not null,          -- of residence; above its home no further than the county
  classification text    not null,
  state          text    not null,
  outcome        text,
  onset_on       date    not null,
  diagnosed_on   date    not null,
  reported_on    date    not null,
  died_on        date,
  sex            text    not null,
  age_months     integer,                   -- at onset
  occupation     text    not null,
  is_late        boolean not null,          -- reported after its deadline
  counts         boolean not null,          -- neither found to be no case nor another card of one illness
  revision       bigint  not null default 1,
  sent           bigint  not null default 0, -- revision that the platform above has
  primary key (line, shard)
);
comment on table health_records.case_line is 'Cases of notifiable diseases of this platform and of those below, without persons';
create index case_line_unsent on health_records.case_line (home) where revision <> sent;
create index case_line_onset on health_records.case_line (family, onset_on);
create index case_line_reported on health_records.case_line (reported_on desc, line desc);
create index case_line_diagnosed on health_records.case_line (family, diagnosed_on);
create index case_line_division on health_records.case_line (division text_pattern_ops, reported_on);
