-- Tables of src/definitions: programmes that came as data, and where each has arrived.

create schema if not exists definitions;

-- A version of a programme, published here or received from above. Never changed: another content is another version.
create table definitions.edition (
  origin       text        not null,
  code         text        not null,
  version      text        not null,
  position     bigint      not null unique,
  digest       text        not null,
  bundle       text        not null,
  published_at timestamptz not null,
  published_by text,
  received_at  timestamptz not null default now(),
  primary key (code, version, origin)
);
comment on table definitions.edition is 'A version of a programme that came as data: published here, or received from the platform above';
comment on column definitions.edition.origin is 'Division of the platform that published it';
comment on column definitions.edition.position is 'Order in which this platform came to know them, without gaps that fill later: assigned under a lock; platforms below ask for what is beyond theirs';
comment on column definitions.edition.digest is 'SHA-256 of the bundle';
comment on column definitions.edition.bundle is 'FHIR Bundle with its PlanDefinition and all that this names';
comment on column definitions.edition.published_by is 'Account, where it was published here';

-- What platforms below have told that they hold.
create table definitions.holding (
  platform text        not null,
  code     text        not null,
  version  text        not null,
  origin   text        not null,
  digest   text        not null,
  state    text        not null check (state in ('in-force', 'coming', 'past', 'overruled', 'refused')),
  problem  text,
  since    timestamptz not null,
  primary key (platform, code, version, origin)
);
comment on table definitions.holding is 'Receipts: which platform below holds which version, and what it makes of it';
comment on column definitions.holding.problem is 'First fault for which it was refused there, with its place';
comment on column definitions.holding.since is 'When this platform was first told so';

-- One row: how far this platform has come with what the platform above has.
create table definitions.link (
  only_one boolean     primary key default true check (only_one),
  received bigint      not null default 0,
  told     text,
  asked_at timestamptz
);
comment on table definitions.link is 'One row: how far this platform has come with the definitions of the platform above';
comment on column definitions.link.received is 'Position there up to which everything is here';
comment on column definitions.link.told is 'Digest of the holdings that the platform above has acknowledged';
comment on column definitions.link.asked_at is 'When the platform above last answered';
insert into definitions.link default values;
