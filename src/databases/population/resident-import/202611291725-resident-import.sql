-- Tables of src/databases/population/resident-import: files of residents between being looked at and being written.

create table population.import_file (
  id         text        primary key,
  owner      text        not null,
  name       text        not null,      -- of the file, as shown
  headings   jsonb       not null,      -- keys of its columns, in their order
  job        text,                      -- that writes it; null before somebody says so
  created_at timestamptz not null default now()
);
comment on table population.import_file is 'Files of residents that were looked at, removed a week later with their rows';

-- Rows of people who are no residents yet: they lie with their file.
create table population.import_row (
  shard    bigint  not null,            -- of the file
  file     text    not null,
  line     integer not null,            -- in the sheet, the first being 1
  given    jsonb   not null,            -- values by key of the column
  faults   jsonb   not null,            -- [{at, kind, zh, en}]
  outcome  text    not null check (outcome in ('new', 'known', 'wrong', 'created', 'updated', 'unchanged', 'refused')),
  resident text,                        -- Patient id of who is known, or was made
  problem  text,                        -- code of the problem for which it was refused
  primary key (file, line, shard)
);
comment on table population.import_row is 'Rows of such a file, with what is wrong in them and what became of them';
create index import_row_outcome on population.import_row (file, outcome, line);
