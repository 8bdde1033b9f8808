-- Table of src/security/audit: one row for each resident, act and request. Rows are added, never changed.

create schema if not exists audit;

create table audit.entry (
  shard         bigint      not null,  -- of the resident, 0 where an act concerns nobody
  id            uuid        not null default gen_random_uuid(),
  at            timestamptz not null default now(),
  actor         text        not null,  -- user name or client id
  actor_name    jsonb       not null,  -- {zh, en}
  role          text        not null,
  from_division text        not null,  -- platform at which the actor is signed in
  purpose       text        not null,  -- v3 ActReason
  action        text        not null check (action in ('create', 'read', 'update', 'delete', 'search', 'reveal', 'record', 'export')),
  what          text        not null,  -- Type/id, or a type, or several types
  count         integer     not null,  -- resources touched
  resident      text,                  -- Patient id at this platform
  place         text        not null,  -- of the resident, for who may read the entry
  outcome       text        not null check (outcome in ('success', 'refused', 'failed')),
  request_id    text        not null,
  primary key (shard, id)
);
create index entry_resident on audit.entry (resident, at desc) where resident is not null;
create index entry_actor on audit.entry (actor, at desc);
create index entry_at on audit.entry (at desc);

create function audit.refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'audit entries are not changed'; end $$;
create trigger entry_is_final before update or delete on audit.entry for each statement execute function audit.refuse_change();
