-- Townships and villages of a platform, entered by itself: the list that comes with the program ends at counties.

create table directory.division (
  code       text        not null primary key check (code ~ '^\d{9}(\d{3})?$'),
  name       text        not null,
  english    text,
  written_by text        not null,
  written_at timestamptz not null
);
comment on table directory.division is 'Names of townships (9 digits) and villages (12 digits), as this platform calls them';
