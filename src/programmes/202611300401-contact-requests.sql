-- Requests that recorded a contact, by the key that their sender gave them: sent twice, they write once.

create table programmes.contact_request (
  shard     bigint      not null,
  resident  text        not null,            -- Patient under which the contact is kept
  owner     text        not null,            -- account that sent it
  key       text        not null,
  digest    text        not null,            -- of what was sent
  activity  text        not null,            -- programme/activity
  contact   text        not null,            -- Encounter
  at        timestamptz not null default now(),
  primary key (resident, shard, owner, key)
);
comment on table programmes.contact_request is 'Which request recorded which contact, so that a repeat writes nothing';
create index contact_request_of on programmes.contact_request (resident, shard, activity);
