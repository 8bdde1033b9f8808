-- How far the health record numbers of each village have been given out. One row a village, locked by whoever takes the next
-- number; distributed by the village. No sequence: nothing depends on an order across nodes.

create table population.record_number (
  village text    not null primary key,      -- 12 digits
  last    integer not null
);
comment on table population.record_number is 'Last health record number given out in each village; distributed by it';
