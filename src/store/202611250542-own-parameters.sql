-- Search parameters beyond those of R4: which set is in force, and which of them everything stored is indexed by.

create table store.parameter_set (
  one     boolean primary key default true check (one),
  version bigint  not null,  -- one more whenever a SearchParameter changes; read by every commit
  digest  text               -- of the official parameters and the way of indexing that everything stored was indexed by
);
comment on table store.parameter_set is 'One row';
insert into store.parameter_set (version) values (1);

create table store.indexed_parameter (
  place text primary key
);
comment on table store.indexed_parameter is 'Places of own search parameters by which everything stored is indexed';
