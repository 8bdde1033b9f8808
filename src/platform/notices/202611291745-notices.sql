-- Tables of src/platform/notices: what places tell one another of moves, with its receipts.

create schema if not exists notices;

create table notices.notice (
  shard           bigint      not null,  -- of the event
  id              text        not null,  -- platform that tells it, a slash, id of the event there
  direction       text        not null check (direction in ('outgoing', 'incoming')),
  kind            text        not null check (kind in ('move-in', 'move-out')),
  number          text,                  -- identity number of who moved
  resident        text,                  -- outgoing: Patient id here
  place           text        not null,  -- division here
  other_place     text        not null,  -- division there
  happened_on     date        not null,
  content         text        not null,  -- JSON, as it was told
  made_at         timestamptz not null,
  sent_at         timestamptz,
  arrived_at      timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,                  -- account here; of outgoing ones it is not told
  undeliverable_at timestamptz,
  withdrawn_at    timestamptz,
  primary key (id, shard)
);
create index notice_by_time on notices.notice (direction, made_at desc, id desc);
create index notice_of_number on notices.notice (number) where direction = 'incoming';
comment on table notices.notice is 'Moves between platforms: what was told from here and what was told here, and how far it came';

-- Removed when the next platform has it; written in the transaction that makes or receives it.
create table notices.letter (
  position  bigint      not null generated always as identity,
  id        text        not null primary key,   -- what it is about, and what it says of it
  sender    text        not null,
  recipient text        not null,               -- division code: the platform that serves it is found on the way
  body      text        not null,
  signature text,                               -- of the sender; null until it leaves there
  hops      integer     not null default 0,
  due_at    timestamptz not null,
  tries     integer     not null default 0,
  problem   text                                -- code of why it waits
);
comment on table notices.letter is 'Letters on their way: own ones, answers, and those of others that are carried on';
