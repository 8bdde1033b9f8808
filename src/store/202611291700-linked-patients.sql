-- Patients that are one resident's (decision 21). Read by whatever looks for a resident's records.

create table store.linked_patient (
  shard    bigint not null,
  patient  text   not null,
  main     text   not null,
  patients text[] not null,
  primary key (patient, shard)
);
comment on table store.linked_patient is 'One row for each Patient that is not its resident alone; a Patient without a row is';
comment on column store.linked_patient.main is 'The Patient that the resident is known by';
comment on column store.linked_patient.patients is 'All Patients of the resident, itself included, the main one first';
