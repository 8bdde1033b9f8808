-- What each table of src/store is, where it was not said.

comment on table store.locator is 'Where an id lives whose shard cannot be read from it';
comment on table store.change is 'What changed, for every consumer; read in the order (xid, position) below the oldest running transaction';
comment on table store.answered is 'Requests answered once: a repeat with the same key gets the same answer and writes nothing';
comment on table minkang.migration is 'The files of tables that have been applied to this database';
