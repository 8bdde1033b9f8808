-- Tables of src/applications/public-health/diseases: cases of notifiable diseases as lists, deadlines and duplicates need them. The cases
-- themselves are Conditions, Observations and Compositions of category notifiable-disease in health_records.resource; these rows
-- are written in the same transaction.

create schema if not exists diseases;

create table diseases.case_report (
  shard          bigint      not null,
  id             text        not null,      -- Condition id
  card           text        not null,      -- Observation id
  line           text        not null,      -- under which it is known without its resident: health_records.case_line
  resident       text        not null,      -- Patient id
  version        integer     not null,      -- of the Condition
  disease        text        not null,
  family         text        not null,      -- disease of which it is a form
  classification text        not null,      -- CV05.01.002
  state          text        not null check (state in ('reported', 'returned', 'accepted', 'refuted', 'closed')),
  outcome        text        check (outcome in ('recovered', 'died')),
  onset_on       date        not null,
  died_on        date,
  diagnosed_at   timestamptz not null,
  deadline       timestamptz not null,      -- of the first report
  reported_at    timestamptz not null,      -- first report
  review_from    timestamptz not null,      -- report or correction that waits for its review
  review_by      timestamptz not null,
  place          text        not null,      -- division of the resident here: who sees it
  division       text        not null,      -- of residence, as the card says
  setting        text,                      -- school, kindergarten, employer
  institution    text        not null,
  reported_by    text        not null,      -- account
  sex            text        not null,
  birth_date     date,
  duplicate_of   text,                      -- Condition id of the card of the same illness
  primary key (id, shard)
);
comment on table diseases.case_report is 'Cases of notifiable diseases, one row each, as they are now';
create index case_report_resident on diseases.case_report (resident, shard, family);
create index case_report_reported on diseases.case_report (reported_at desc, id desc);
create index case_report_waiting on diseases.case_report (review_by, id) where state = 'reported';
create index case_report_onset on diseases.case_report (family, onset_on);
create index case_report_line on diseases.case_report (line);

create table diseases.statement (
  shard    bigint      not null,
  id       text        not null,            -- Composition id
  case_id  text        not null,            -- Condition id
  kind     text        not null,
  key      text        not null,            -- given by the caller: a repeat changes nothing
  version  integer     not null,            -- of the Condition that it wrote
  state    text        not null,            -- of the case after it
  at       timestamptz not null,
  by_name  text        not null,
  reason   text,
  primary key (id, shard)
);
comment on table diseases.statement is 'What was said of a case: report, correction, review, closing';
create unique index statement_key on diseases.statement (key, shard);
create index statement_case on diseases.statement (case_id, shard, at);
