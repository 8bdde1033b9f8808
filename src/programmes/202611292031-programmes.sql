-- Tables of src/programmes: what is due for whom, kept from life courses. One row a resident, programme and thing to do; whether
-- it is due, overdue or still to come is asked of its days, so that nothing is written as time passes.

create schema programmes;

create table programmes.standing (
  shard     bigint not null,
  resident  text   not null,            -- main Patient of the resident
  programme text   not null,
  version   text   not null,
  state     text   not null check (state in ('active', 'suggested')),
  since     date,
  division  text   not null,            -- where the resident lives
  place     text,                       -- Organization that looks after it
  worker    text,                       -- Practitioner
  classes   jsonb  not null,            -- by classification its value
  primary key (resident, shard, programme)
);
comment on table programmes.standing is 'Who is in which programme, or should be asked to be';
create index standing_by on programmes.standing (programme, state, division text_pattern_ops, resident);
create index standing_place on programmes.standing (place, programme, state, resident) where place is not null;

create table programmes.due (
  shard     bigint  not null,
  resident  text    not null,
  programme text    not null,
  activity  text    not null,
  step      text    not null,           -- empty where it has none
  due_from  date    not null,
  due_by    date    not null,
  choice    integer,                    -- of the follow-up’s choices, which
  division  text    not null,
  place     text,
  worker    text,
  primary key (resident, shard, programme, activity, step)
);
comment on table programmes.due is 'What is to be done for whom, from when and by when';
create index due_place on programmes.due (place, due_by, resident) where place is not null;
create index due_division on programmes.due (division text_pattern_ops, due_by);
create index due_order on programmes.due (due_by, resident, programme, activity, step);
create index due_when on programmes.due (programme, due_by, resident);

create table programmes.look_again (
  shard    bigint not null,
  resident text   not null,
  day      date   not null,             -- on which time alone may change what is due
  primary key (resident, shard)
);
comment on table programmes.look_again is 'When a resident is looked at again though nothing happened';
create index look_again_on on programmes.look_again (day);
