-- A number for each type of definitions that the program itself follows, so that every process notices a change.

create table store.definition (
  type    text   primary key,
  version bigint not null
);
comment on table store.definition is 'How often resources of a type that guides the program were written; kept in the same transaction';
