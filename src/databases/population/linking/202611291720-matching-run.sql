-- What bulk matching of this platform's Patients found.

create table population.matching_run (
  id         text        not null primary key,   -- of the job
  ended_at   timestamptz not null,
  report     text        not null                -- JSON; names nobody
);
comment on table population.matching_run is 'One row a run of bulk matching: how many, block sizes, thresholds, expected errors';
