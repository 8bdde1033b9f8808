-- Tables of src/databases/population beside its store: one row for each resident as a list shows it, and the numbers
-- by which residents are found. Written in the transaction that writes the Patient.

create table population.resident (
  shard       bigint not null,
  id          text   not null,           -- Patient id
  name        text   not null,
  pinyin      text   not null,           -- lower case, no blanks, no tones: linxiaoming
  initials    text   not null,           -- lxm
  sex         text   not null,
  birth_date  date,
  deceased_on date,
  place       text   not null,
  address     text,
  primary key (id, shard)
);
create index resident_name on population.resident (name text_pattern_ops, id);
create index resident_pinyin on population.resident (pinyin text_pattern_ops, id);
create index resident_initials on population.resident (initials text_pattern_ops, id);
create index resident_birth on population.resident (birth_date, id);
create index resident_place on population.resident (place text_pattern_ops, id);

-- Found by value first: distributed by value, so that a number leads to one shard.
create table population.resident_identifier (
  value  text   not null,
  system text   not null,
  shard  bigint not null,
  id     text   not null,                -- Patient id
  primary key (value, system, shard, id)
);
create index resident_identifier_of on population.resident_identifier (id, shard);

create view population.resident_v1 as
  select shard, id, name, sex, birth_date, deceased_on, place, address from population.resident;
comment on view population.resident_v1 is 'What other modules may read of residents';
