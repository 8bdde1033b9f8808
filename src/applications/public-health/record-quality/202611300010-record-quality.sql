-- Tables of src/applications/public-health/record-quality: each contact of a programme as what quality is asked of, kept from life courses,
-- and what somebody who looked at a finding said.

create schema record_quality;

create table record_quality.contact (
  shard       bigint  not null,
  encounter   text    not null,
  resident    text    not null,         -- main Patient of the resident
  division    text    not null,         -- where the resident lives
  institution text    not null,         -- Organization id; empty where none
  worker      text    not null,         -- account that recorded it; empty where none
  worker_name text    not null,
  programme   text    not null,
  activity    text    not null,
  day         date    not null,         -- of the contact
  recorded_on date    not null,         -- day in China on which it was first written
  required    integer not null,         -- answers that its form asks for
  filled      integer not null,         -- of them, how many are there
  measured    text,                     -- digest of what was measured; null where too little was
  faults      text[]  not null,         -- each as rule|what shows it
  digest      text    not null,         -- of all of this
  primary key (encounter, shard)
);
comment on table record_quality.contact is 'Contacts of programmes as what their quality is asked of; one row each';
create index contact_resident on record_quality.contact (resident, measured);
create index contact_day on record_quality.contact (day, division text_pattern_ops);
create index contact_worker on record_quality.contact (worker, day);
create index contact_faulty on record_quality.contact (day) where faults <> '{}';

create table record_quality.look (
  shard     bigint      not null,
  finding   text        not null,       -- rule|contact or worker|what shows it
  resident  text        not null,
  verdict   text        not null check (verdict in ('right', 'mend')),
  looked_by text        not null,       -- account
  looked_at timestamptz not null,
  primary key (finding, shard)
);
comment on table record_quality.look is 'What was said of a finding; it stands until what shows the finding is another';
