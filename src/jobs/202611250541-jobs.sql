-- Table of src/jobs: background work of a platform. Any process of the platform may take a job up; few rows, removed when
-- they expire, so that one node of the database holds them.

create schema if not exists jobs;

create table jobs.job (
  id               text        primary key,
  kind             text        not null,
  owner            text        not null,  -- user name or client id; of the platform itself: 'platform'
  input            jsonb       not null,  -- what is to be done; names no resident
  state            text        not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done             bigint      not null default 0,
  total            bigint,                -- null while it is not known
  cursor           jsonb,                 -- where to go on after a break
  result           jsonb,
  error            text,                  -- code of a problem
  cancel_requested boolean     not null default false,
  attempts         integer     not null default 0,  -- since it last came on
  worker           text,                  -- who runs it; only that one may write its progress
  lease_until      timestamptz,           -- after this, the worker counts as gone
  not_before       timestamptz not null default now(),
  created_at       timestamptz not null default now(),
  started_at       timestamptz,
  finished_at      timestamptz,
  expires_at       timestamptz            -- when it is removed with what it made
);
comment on table jobs.job is 'Background work: one row a job, run by one worker at a time, resumed from its cursor';
create index job_open on jobs.job (not_before) where state in ('waiting', 'running');
create index job_owner on jobs.job (owner, created_at);
