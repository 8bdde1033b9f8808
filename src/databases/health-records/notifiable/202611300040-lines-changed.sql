-- When a line last changed here: early warning looks again at what has changed.
alter table health_records.case_line add column changed_at timestamptz not null default now();
create index case_line_changed on health_records.case_line (changed_at);
