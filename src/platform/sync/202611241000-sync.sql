-- Tables of src/platform/sync: what goes up from here, what came from below.

create schema if not exists sync;

-- One row: how far this platform has come towards its upper platform.
create table sync.uplink (
  only_one    boolean     primary key default true check (only_one),
  sequence    bigint      not null default 0,  -- last batch acknowledged
  feed_xid    xid8        not null default '0', feed_position  bigint not null default 0,
  index_xid   xid8        not null default '0', index_position bigint not null default 0,
  acknowledged_at timestamptz
);
insert into sync.uplink default values;

-- The batch under way, kept until it is acknowledged: a repeat sends the same bytes under the same number.
create table sync.pending (
  sequence   bigint primary key,
  body       text   not null,
  entries    integer not null,
  feed_xid   xid8   not null, feed_position  bigint not null,
  index_xid  xid8   not null, index_position bigint not null,
  created_at timestamptz not null default now()
);

-- Entries of the resident index that changed here because of a platform below; read like the change feed.
create table sync.index_change (
  shard    bigint      not null,
  position bigint      not null generated always as identity,
  xid      xid8        not null default pg_current_xact_id(),
  home     text        not null,
  patient  text        not null,
  at       timestamptz not null default now(),
  primary key (shard, position)
);
create index index_change_order on sync.index_change (xid, position);

-- High-water mark of each platform below, moved in the transaction that applies the batch.
create table sync.incoming (
  sender      text        primary key,
  sequence    bigint      not null,
  digest      text        not null,
  received_at timestamptz not null default now(),
  entries     bigint      not null default 0
);
