-- Diagnoses in the medical records that are notifiable and have no card.

create table diseases.prompt (
  shard       bigint      not null,
  condition   text        not null,         -- Condition id of the diagnosis
  resident    text        not null,         -- Patient id
  disease     text        not null,
  family      text        not null,
  icd10       text        not null,
  place       text        not null,         -- division of the resident: who sees it
  institution text,                         -- name, where the diagnosis says where it was made
  recorded_at timestamptz not null,
  deadline    timestamptz not null,
  state       text        not null check (state in ('open', 'reported', 'dismissed', 'withdrawn')),
  case_id     text,                         -- of a reported one
  reason      text,                         -- of a dismissed one
  decided_by  text,
  decided_at  timestamptz,
  primary key (condition, shard)
);
comment on table diseases.prompt is 'Notifiable diagnoses that wait for their card, and what became of them';
create index prompt_open on diseases.prompt (deadline, condition) where state = 'open';
create index prompt_resident on diseases.prompt (resident, shard, family);
