-- What each table of src/platform/sync is, where it was not said.

comment on table sync.uplink is 'One row: how far this platform has come towards its upper platform';
comment on table sync.pending is 'The batch under way, kept until it is acknowledged';
comment on table sync.index_change is 'Entries of the resident index that changed because of a platform below; read like the change feed';
comment on table sync.incoming is 'High-water mark of each platform below';
