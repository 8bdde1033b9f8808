-- Tables of src/imports: workbooks between being looked at and being written, of residents and of contacts.

create schema imports;

alter table population.import_file set schema imports;
alter table imports.import_file rename to file;
alter table imports.file add column kind text not null default 'residents';
alter table imports.file alter column kind drop default;
alter table imports.file add column about jsonb not null default '{}';
comment on table imports.file is 'Workbooks that were looked at, removed a week later with their rows';
comment on column imports.file.about is 'What else whoever writes it must know: of contacts, which form of which programme';

alter table population.import_row set schema imports;
alter table imports.import_row rename to entry;
