-- Cases of notifiable diseases are told to the platform of the place where the resident lives, as moves are.
alter table notices.notice drop constraint notice_kind_check;
alter table notices.notice add constraint notice_kind_check check (kind in ('move-in', 'move-out', 'case'));
alter table notices.notice add column about text;   -- of cases: Condition id where it was reported
create index notice_about on notices.notice (about, shard) where about is not null;
comment on table notices.notice is 'Moves between platforms, and cases of residents of another one: what was told from here and what was told here, and how far it came';
