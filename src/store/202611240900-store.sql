-- Tables of src/store. The three databases and the reference data are four schemas of one shape, behind one engine.
-- Every table that grows with people has the resident's shard key in its primary key, so that it can be distributed by it.

create schema if not exists store;

do $do$
declare
  database text;
begin
  foreach database in array array['population', 'health_records', 'medical_records', 'reference'] loop
    execute format('create schema if not exists %I', database);

    execute format($ddl$
      create table %1$I.resource (
        shard         bigint      not null,  -- 48-bit key of the resident; of the resource itself where it is nobody's
        type          text        not null,
        id            text        not null,
        version       integer     not null check (version > 0),
        resident      text,                  -- id of the Patient that it is about
        place         text        not null,  -- division code of the resident, else of the platform: decides who sees it
        updated_at    timestamptz not null,
        happened_from timestamptz not null,  -- interval of the R4 parameter `date`; -infinity in both where there is none
        happened_to   timestamptz not null,
        deleted       boolean     not null default false,
        lasting       boolean     not null,  -- that interval is longer than 400 days
        tokens        bigint[]    not null,  -- hashes of the texts under which it is found: tokens, references, addresses
        links         text[]      not null,  -- `Type/id` of what it refers to, its resident left out
        body          text,                  -- the resource as JSON, returned as it is; null when deleted
        primary key (type, id, shard)
      )$ddl$, database);
    execute format('comment on table %1$I.resource is %2$L', database, 'Current version of each resource');
    execute format('create index resource_tokens on %1$I.resource using gin (tokens)', database);
    execute format('create index resource_resident on %1$I.resource (resident, type, happened_from) where resident is not null', database);
    execute format('create index resource_updated on %1$I.resource (type, updated_at, id)', database);
    execute format('create index resource_happened on %1$I.resource (type, happened_from, id)', database);
    execute format('create index resource_lasting on %1$I.resource (type, happened_from, id) where lasting', database);

    execute format($ddl$
      create table %1$I.search_range (
        shard bigint not null,
        type  text   not null,
        id    text   not null,
        place bigint not null,  -- hash of where the value stands, with its unit
        low   float8 not null,  -- dates in milliseconds since 1970
        high  float8 not null,
        primary key (id, type, shard, place, low, high)
      )$ddl$, database);
    execute format('comment on table %1$I.search_range is %2$L', database, 'Numbers, quantities and dates of current resources, as intervals');
    execute format('create index search_range_place on %1$I.search_range (place, low, high, id, shard)', database);

    execute format($ddl$
      create table %1$I.search_text (
        shard bigint   not null,
        type  text     not null,
        id    text     not null,
        place bigint   not null,
        part  smallint not null,  -- number of the text among those of the resource
        text  text     not null,  -- without case and accents; an address as it is
        primary key (id, type, shard, part)
      )$ddl$, database);
    execute format('comment on table %1$I.search_text is %2$L', database, 'Texts of current resources that are searched by their beginning or a part');
    execute format('create index search_text_place on %1$I.search_text (place, left(text, 100) text_pattern_ops, id, shard)', database);

    execute format($ddl$
      create table %1$I.resource_version (
        shard      bigint      not null,
        type       text        not null,
        id         text        not null,
        version    integer     not null,
        place      text        not null,
        updated_at timestamptz not null,
        body       text,
        primary key (type, id, shard, version)
      )$ddl$, database);
    execute format('comment on table %1$I.resource_version is %2$L', database, 'Versions that are no longer current, as they were');
  end loop;
end
$do$;

-- Where an id lives whose shard cannot be read from it: ids that somebody else assigned to a record of a resident.
create table store.locator (
  id    text   not null,
  type  text   not null,
  shard bigint not null,
  primary key (id, type)
);

-- What changed, for every consumer. Read in the order (xid, position) and only below the oldest transaction still
-- running, so that an entry which commits late is never skipped.
create table store.change (
  shard    bigint      not null,
  position bigint      not null generated always as identity,
  xid      xid8        not null default pg_current_xact_id(),
  database text        not null,
  resident text,
  type     text        not null,
  id       text        not null,
  version  integer     not null,
  action   text        not null check (action in ('create', 'update', 'delete')),
  at       timestamptz not null,
  primary key (shard, position)
);
create index change_order on store.change (xid, position);

create table store.consumer (
  name     text   primary key,
  xid      xid8   not null,
  position bigint not null
);
comment on table store.consumer is 'How far each reader of the change feed has come; moved in the transaction that did the work';

-- Requests answered once: a repeat with the same key gets the same answer and writes nothing.
create table store.answered (
  key    text        primary key,
  digest text        not null,  -- SHA-256 of the request
  answer text        not null,
  at     timestamptz not null default now()
);
