-- Tables of src/databases/population/statistics. A resident is counted in the transaction that writes it: as a row of its
-- own that says as what it is counted, and as differences that are folded into the counts a moment later. So writers never
-- wait for one another at a count. Months are numbers since year 0: year * 12 + month - 1; -1 where it is not known.

create table population.counted (
  shard     bigint  not null,
  id        text    not null,           -- Patient id of the resident
  division  text    not null,           -- 6, 9 or 12 digits
  sex       text    not null,
  residence text    not null,
  born      integer not null,           -- month
  died      integer not null,           -- month; 0 of who lives
  primary key (id, shard)
);
comment on table population.counted is 'As what each resident is counted; written with the resident';
create index counted_born on population.counted (born, division, id);

create table population.statistic_change (
  shard     bigint  not null,
  id        uuid    not null default gen_random_uuid(),
  division  text    not null,
  own       boolean not null,           -- of residents of this platform; false: of a platform below
  measure   text    not null,           -- living, dead, …
  month     integer not null,           -- in which it happened; 0 for what lasts
  born      integer not null,           -- month of birth
  sex       text    not null,
  residence text    not null,
  amount    bigint  not null,
  primary key (shard, id)
);
comment on table population.statistic_change is 'Differences that wait to be folded into the counts; asked for together with them';

-- Found by division: distributed by it.
create table population.statistic (
  division  text    not null,
  measure   text    not null,
  month     integer not null,
  born      integer not null,
  sex       text    not null,
  residence text    not null,
  amount    bigint  not null,
  primary key (division, measure, month, born, sex, residence)
);
comment on table population.statistic is 'Counts of each division, those of the divisions in it included; distributed by division';
create index statistic_born on population.statistic (division, born);

create table population.statistic_total (
  upper     text    not null,
  division  text    not null,
  measure   text    not null,
  sex       text    not null,
  residence text    not null,
  amount    bigint  not null,
  primary key (upper, division, measure, sex, residence)
);
comment on table population.statistic_total is 'The same without months, by the division above: what a list of divisions shows; distributed by upper';

create table population.statistic_home (
  home      text    not null,           -- platform that holds the residents
  measure   text    not null,
  month     integer not null,
  born      integer not null,
  sex       text    not null,
  residence text    not null,
  amount    bigint  not null,
  sent      bigint  not null default 0, -- what the platform above knows
  primary key (home, measure, month, born, sex, residence)
);
comment on table population.statistic_home is 'Counts of this platform and of each below as they go up: the last word of each; distributed by home';
create index statistic_home_unsent on population.statistic_home (home) where amount <> sent;

create table population.statistic_heard (
  home  text        primary key,
  as_of timestamptz not null,
  told  timestamptz                     -- as_of that the platform above knows
);
comment on table population.statistic_heard is 'As of when the counts of each platform are: one row a platform';
