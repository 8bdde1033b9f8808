-- Reminders of what is due: an outbox, one row a thing to do. Who has it to do, until when and whether it is still to be done is told by
-- programmes.due; here is whom somebody told, or shall tell. Decision 32.

create schema reminders;

create table reminders.reminder (
  shard     bigint  not null,
  resident  text    not null,            -- main Patient of the resident
  programme text    not null,
  activity  text    not null,
  step      text    not null,            -- empty where it has none
  due_by    date    not null,
  version   text    not null,            -- of the programme: by it is known whether a message may name it
  formed_on date    not null,
  channel   text    not null check (channel in ('gateway', 'call')),
  state     text    not null check (state in ('waiting', 'sent', 'reached', 'not-reached')),
  attempts  integer not null default 0,
  next_try  timestamptz not null,
  failure   text,                        -- kind of the last failure of the gateway
  receipt   text,                        -- what the gateway gave for it
  told_at   timestamptz,
  told_by   text,                        -- account that called
  note      text,
  primary key (resident, shard, programme, activity, step, due_by)
);
comment on table reminders.reminder is 'Who is, was or could not be reminded of what';
create index reminder_outbox on reminders.reminder (next_try, resident) where state = 'waiting' and channel = 'gateway';
create index reminder_list on reminders.reminder (state, due_by, resident);
