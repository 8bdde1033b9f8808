-- Targets that this platform set: what an indicator is to reach in a year. Beside them definitions have targets of their own.

create table indicators.target (
  measure text        not null,
  year    integer     not null,
  version integer     not null,        -- 1, 2, …: the latest holds, those before it are how it came to that
  share   numeric,                     -- 0 to 1; null where it was withdrawn
  source  text        not null,        -- notice or plan that says so
  set_by  text        not null,        -- account
  set_at  timestamptz not null,
  primary key (measure, year, version)
);
comment on table indicators.target is 'What an indicator is to reach in a year, as this platform set it, in all versions';
