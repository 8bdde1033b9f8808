-- Tables of src/applications/public-health/vaccine-stock: what a vaccination point has, by lot, and how cold it is kept. A point is an
-- Organization; its stock and the readings of its devices come and go together.

create schema vaccine_stock;

create table vaccine_stock.lot (
  point         text        not null,           -- Organization
  id            text        not null,
  vaccine       text        not null,           -- own name of the schedule: MMR
  product       text        not null,
  manufacturer  text        not null,
  number        text        not null,
  expires       date        not null,           -- last day on which it may be given
  doses         integer     not null check (doses >= 0),
  recalled_at   timestamptz,
  recall_reason text,
  primary key (point, id),
  unique (point, vaccine, manufacturer, number)
);
comment on table vaccine_stock.lot is 'Doses that a vaccination point has left of a lot';
create index lot_number on vaccine_stock.lot (number, vaccine);

create table vaccine_stock.movement (
  point   text        not null,
  id      text        not null,                 -- key of the request: a repeat writes nothing
  lot     text        not null,
  kind    text        not null check (kind in ('receipt', 'use', 'return', 'waste', 'count')),
  doses   integer     not null,                 -- signed; of a count what it found more or less
  remain  integer     not null,                 -- doses of the lot after it
  reason  text,
  by_name text        not null,
  at      timestamptz not null,
  primary key (point, id)
);
comment on table vaccine_stock.movement is 'Receipts, use, waste and counts of a lot';
create index movement_of_lot on vaccine_stock.movement (point, lot, at);

create table vaccine_stock.reading (
  point   text          not null,
  device  text          not null,
  at      timestamptz   not null,
  celsius numeric(4, 1) not null,
  by_id   text          not null,               -- account or client that told it
  primary key (point, device, at)
);
comment on table vaccine_stock.reading is 'Temperatures of the cold chain, as a logger or a person read them';

create table vaccine_stock.alarm (
  point      text          not null,
  device     text          not null,
  since      timestamptz   not null,
  until      timestamptz,                       -- first reading within the limits again
  kind       text          not null check (kind in ('warm', 'cold')),
  worst      numeric(4, 1) not null,
  answered_at timestamptz,
  answered_by text,
  answer     text,                              -- what was done with the vaccines
  primary key (point, device, since)
);
comment on table vaccine_stock.alarm is 'Times in which a device was outside of its limits, and what was done about it';
