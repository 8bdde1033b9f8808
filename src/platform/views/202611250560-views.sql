-- Schema of src/platform/views: a table for each materialised ViewDefinition, made and dropped by the program, and what is
-- known of each. Names of views begin with a letter, so those that begin with _ are the program's own.

create schema views;
comment on schema views is 'Materialised view definitions (SQL on FHIR): one table each, kept up to date from the change feed';

create table views._build (
  view       text        not null,  -- id of the ViewDefinition
  build      integer     not null,  -- a changed definition is built anew, beside the table that is read meanwhile
  name       text        not null,  -- of the table in this schema
  beside     text        not null,  -- its name until it takes the place of the one before
  version    integer     not null,  -- of the ViewDefinition
  definition text        not null,  -- JSON of what the rows depend on
  state      text        not null check (state in ('filling', 'following', 'current')),
  problem    jsonb,                 -- {code, detail, at}: why it goes no further
  total      bigint,                -- resources of the type when the filling began
  scanned    bigint      not null default 0,
  after_id   text        not null default '',  -- last id that the filling has been at
  rows       bigint      not null default 0,
  started_at timestamptz not null default now(),
  primary key (view, build)
);
comment on table views._build is 'How far each table of this schema has come';
create unique index build_current on views._build (name) where state = 'current';
