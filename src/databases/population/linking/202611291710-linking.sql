-- Links between Patients that are one resident's, and what they are decided by (decision 21).

create table population.match_record (
  shard         bigint      not null,
  id            text        not null,      -- Patient id
  registered_at timestamptz not null,
  place         text        not null,
  fields        text        not null,      -- what is compared, as JSON
  primary key (id, shard)
);
comment on table population.match_record is 'What tells people apart, of each Patient; written with the Patient';

-- Found by key first: distributed by key, so that a key leads to one shard.
create table population.match_key (
  key     bigint not null,
  refined integer not null,                -- the same with division, sex and year of birth, for keys that many have
  shard   bigint not null,
  id      text   not null,                 -- Patient id
  primary key (key, refined, shard, id)
);
create index match_key_of on population.match_key (id, shard);
comment on table population.match_key is 'Keys by which Patients find those that may be the same person; distributed by key';

create table population.link (
  shard         bigint      not null,      -- of a
  a             text        not null,      -- Patient ids, a before b
  b             text        not null,
  origin        text        not null check (origin in ('matching', 'person', 'merge')),
  score         float8,                    -- bits
  model_version integer,
  linked_by     text        not null,
  linked_at     timestamptz not null,
  primary key (a, b, shard)
);
create index link_of_b on population.link (b);
comment on table population.link is 'Two Patients that are one person: who says so, and why';

create table population.not_same (
  shard      bigint      not null,         -- of a
  a          text        not null,
  b          text        not null,
  decided_by text        not null,
  decided_at timestamptz not null,
  reason     text,
  primary key (a, b, shard)
);
create index not_same_of_b on population.not_same (b);
comment on table population.not_same is 'Two Patients that are two people: nothing joins them until somebody takes it back';

create table population.review (
  shard         bigint      not null,      -- of a
  a             text        not null,
  b             text        not null,
  state         text        not null check (state in ('open', 'later', 'linked', 'not-same', 'settled')),
  reason        text        not null,
  score         float8      not null,      -- bits
  evidence      text        not null,      -- JSON: prior and parts, which sum to the score
  model_version integer     not null,
  place         text        not null,
  opened_at     timestamptz not null,
  held_by       text,
  held_until    timestamptz,
  decided_by    text,
  decided_at    timestamptz,
  primary key (a, b, shard)
);
create index review_open on population.review (state, place text_pattern_ops, score desc, a, b);
create index review_of_b on population.review (b);
create index review_decided on population.review (decided_at) where decided_at is not null;
comment on table population.review is 'Doubtful pairs, each once: what was decided of one is not asked again by itself';

create table population.link_event (
  shard    bigint      not null,           -- of a
  id       text        not null,
  kind     text        not null check (kind in ('link', 'unlink', 'apart', 'together')),
  a        text        not null,
  b        text        not null,
  origin   text        not null,
  score    float8,
  reason   text,
  acted_by text        not null,
  acted_at timestamptz not null,
  primary key (a, id, shard)
);
create index link_event_of_b on population.link_event (b);
comment on table population.link_event is 'History of links: every one that was made or taken away, and every pair that was kept apart';

create table population.matching_model (
  version   integer     not null primary key,
  model     text        not null,
  records   bigint      not null,
  in_force  timestamptz,
  until     timestamptz,
  made_by   text        not null,
  made_at   timestamptz not null
);
comment on table population.matching_model is 'Models that were learned here, and when each was in force; without one in force the built-in one is, version 0';
