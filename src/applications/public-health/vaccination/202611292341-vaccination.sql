-- Tables of src/applications/public-health/vaccination: who is where in the session of a vaccination point. What is said and given
-- is FHIR (Encounter, Observation, Immunization); here stands the step, so that two desks take turns.

create schema vaccination;

create table vaccination.visit (
  shard         bigint      not null,
  id            text        not null,           -- Encounter
  resident      text        not null,           -- main Patient
  point         text        not null,           -- Organization
  place         text        not null,           -- division of the resident
  day           date        not null,           -- in China
  number        integer     not null,           -- in the queue of the point that day
  state         text        not null check (state in ('registered', 'checked', 'vaccinated', 'left', 'postponed', 'contraindicated', 'declined')),
  registered_at timestamptz not null,
  checked_at    timestamptz,
  vaccinated_at timestamptz,                    -- the last dose: from then on the child is observed
  left_at       timestamptz,
  primary key (id, shard)
);
comment on table vaccination.visit is 'Visits to a vaccination point, with the step at which each is';
create unique index visit_open on vaccination.visit (resident, day, point, shard) where state in ('registered', 'checked', 'vaccinated');
create index visit_of_day on vaccination.visit (point, day, number);

create table vaccination.queue (
  point text    not null,
  day   date    not null,
  last  integer not null,                       -- number given out last
  primary key (point, day)
);
comment on table vaccination.queue is 'Numbers of the queue of a point on a day';

create table vaccination.dose (
  shard    bigint      not null,
  id       text        not null,                -- Immunization
  visit    text        not null,
  resident text        not null,
  vaccine  text        not null,                -- own name: MMR
  point    text        not null,
  lot      text        not null,
  day      date        not null,
  given_at timestamptz not null,
  request  text        not null,                -- key of the request: a repeat gives nothing
  voided   boolean     not null default false,
  primary key (id, shard)
);
comment on table vaccination.dose is 'Doses given at a point out of its stock: of a vaccine one a day';
create unique index dose_once on vaccination.dose (resident, vaccine, day, shard) where not voided;
create unique index dose_request on vaccination.dose (resident, request, shard);
create index dose_of_visit on vaccination.dose (visit, shard);
create index dose_of_lot on vaccination.dose (point, lot);
