-- Tables of src/databases/population/events: what happened to residents, as lists and figures need it. The events themselves
-- are Compositions of category vital-event in population.resource; these rows follow them, written in the same transaction.

create table population.event (
  shard          bigint      not null,
  id             text        not null,      -- Composition id
  kind           text        not null,      -- birth, death, marriage, divorce, move-in, move-out, identity; correction
  resident       text        not null,      -- Patient id
  other_resident text,                      -- Patient id of the other spouse, of the mother of a newborn
  happened_on    date        not null,
  place          text        not null,      -- division of the resident when it was recorded
  other_place    text,                      -- division that a move came from or goes to
  sex            text        not null,
  birth_date     date,
  certificate    text,                      -- number of the evidence
  recorded_at    timestamptz not null,
  corrects       text,                      -- of a correction: the event that it undoes
  corrected_by   text,                      -- the correction that undoes this one
  primary key (id, shard)
);
comment on table population.event is 'Vital events of residents, one row each; those with corrected_by do not count';
create index event_happened on population.event (happened_on desc, id desc);
create index event_place on population.event (place text_pattern_ops, kind, happened_on);
create index event_other_place on population.event (other_place text_pattern_ops, kind, happened_on) where other_place is not null;
create index event_resident on population.event (resident, shard, happened_on desc);

-- Asked for by number: distributed by it, so that two desks that record one certificate meet.
create table population.event_certificate (
  number text   not null,
  kind   text   not null,
  shard  bigint not null,
  event  text   not null,                   -- Composition id
  primary key (number, kind)
);
comment on table population.event_certificate is 'Evidence of events that stand: a number proves one event of its kind; distributed by number';

create table population.closing (
  shard        bigint      not null,
  event        text        not null,        -- Composition id of the death
  what         text        not null,        -- health-card, programmes, insurance
  resident     text        not null,        -- Patient id
  since        date        not null,
  closed_at    timestamptz,
  withdrawn_at timestamptz,                 -- the event was corrected: open again what was closed
  primary key (event, what, shard)
);
comment on table population.closing is 'What a death obliges others to close: each takes its own lines and confirms them';
create index closing_open on population.closing (what, since) where closed_at is null and withdrawn_at is null;

create view population.event_v1 as
  select shard, id, kind, resident, other_resident, happened_on, place, other_place, sex, birth_date, recorded_at, corrects, corrected_by
    from population.event;
comment on view population.event_v1 is 'What other modules may read of vital events; corrected_by is null where one counts';
create view population.closing_v1 as
  select shard, event, what, resident, since, closed_at, withdrawn_at from population.closing;
comment on view population.closing_v1 is 'What deaths oblige card, programmes and insurance to close';
