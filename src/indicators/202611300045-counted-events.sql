-- Figures of what is no resident: cases, emergencies, leads. Counted by statements; the difference to what was counted last is written.

create table indicators.counted_event (
  division    text   not null,
  measure     text   not null,
  period      text   not null,
  institution text   not null,
  denominator bigint not null,
  numerator   bigint not null,
  primary key (division, measure, period, institution)
);
comment on table indicators.counted_event is 'What was counted last of measures of events; distributed by division';
