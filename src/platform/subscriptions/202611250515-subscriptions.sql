-- Tables of src/platform/subscriptions: who listens, and what each has been and is to be told.

create schema subscriptions;

-- One row for each Subscription; kept in the transaction that writes the resource.
create table subscriptions.subscription (
  shard             bigint      not null,  -- key of the Subscription's own id
  id                text        not null,
  version           integer     not null,  -- of the resource
  status            text        not null check (status in ('requested', 'active', 'error', 'off')),
  channel           text        not null check (channel in ('rest-hook', 'websocket')),
  body              text        not null,  -- the resource as stored
  owner_id          text        not null,  -- user name or client id under whose rights everything is matched and sent
  owner_role        text        not null,
  owner_scopes      text[]      not null,  -- OAuth scopes of the token with which it was last written
  since_xid         xid8        not null,  -- changes of later transactions count
  ends_at           timestamptz,           -- Subscription.end
  heartbeat_seconds integer,
  verified          boolean     not null,  -- the endpoint has accepted a handshake of this version
  events            bigint      not null default 0,  -- number of the last event
  delivered         bigint      not null default 0,  -- number of the last event that was accepted
  sent_at           timestamptz not null,  -- last notification of any kind
  failures          integer     not null default 0,  -- attempts in a row that failed
  failing_since     timestamptz,
  retry_at          timestamptz,
  reason            text,                  -- why the last attempt failed
  leased_by         uuid,                  -- attempt under way
  leased_until      timestamptz,
  primary key (id, shard)
);
comment on table subscriptions.subscription is 'Subscriptions, how far each has been served, and which process serves it now';

-- Events of each subscription, numbered without gaps from 1.
create table subscriptions.event (
  shard        bigint      not null,  -- that of the Subscription
  subscription text        not null,
  number       bigint      not null,
  type         text        not null,
  id           text        not null,
  version      integer     not null,
  action       text        not null check (action in ('create', 'update', 'delete')),
  at           timestamptz not null,  -- when the resource changed
  primary key (subscription, number, shard)
);
create index event_at on subscriptions.event (at);
comment on table subscriptions.event is 'Which version of which resource each event is about; what is in it is read when it is sent';

-- Nobody listened before: whatever is below the horizon is passed over.
insert into store.consumer (name, xid, position) values ('subscriptions', pg_snapshot_xmin(pg_current_snapshot()), 0);
