-- Figures are kept of each division and of those above it, and go up: each cell of a platform is the last word of it.

alter table indicators.change add column own boolean not null default true;
comment on column indicators.change.own is 'Of residents of this platform; false: of a platform below';

create table indicators.figure_home (
  home             text    not null,     -- platform that holds the residents
  measure          text    not null,
  period           text    not null,
  institution      text    not null,
  sex              text    not null,
  band             integer not null,
  day              date    not null,
  denominator      bigint  not null,
  numerator        bigint  not null,
  sent_denominator bigint  not null default 0, -- what the platform above knows
  sent_numerator   bigint  not null default 0,
  primary key (home, measure, period, institution, sex, band, day)
);
comment on table indicators.figure_home is 'Figures of this platform and of each below as they go up: the last word of each; distributed by home';
create index figure_home_unsent on indicators.figure_home (home) where denominator <> sent_denominator or numerator <> sent_numerator;

create table indicators.figure_heard (
  home  text        primary key,
  as_of timestamptz not null,
  told  timestamptz,                    -- as_of that the platform above knows
  note  text                            -- JSON: completeness, versions of definitions
);
comment on table indicators.figure_heard is 'As of when the figures of each platform are: one row a platform';

-- what is there is folded again, upwards, too
insert into indicators.change (shard, measure, period, division, institution, sex, band, day, denominator, numerator)
select (hashtext(division)::bigint & 65535), measure, period, division, institution, sex, band, day, denominator, numerator from indicators.figure;
truncate indicators.figure;
comment on table indicators.figure is 'What became known on each day, of each division, those in it included; the sum up to a day is the figure of that day; without institutions above the county; distributed by division';
