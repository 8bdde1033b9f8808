-- Tables of src/platform/directory: the platforms of the network as this one knows them.

create schema if not exists directory;

create table directory.platform (
  division   text  primary key,       -- GB/T 2260; 000000 is the nation
  name       jsonb not null,          -- {zh, en}
  level      text  not null check (level in ('nation', 'province', 'prefecture', 'county')),
  upper      text,
  url        text  not null,
  public_key jsonb not null,          -- JWK with which its letters are verified
  since      timestamptz not null default now()
);
