-- What each table of src/security/audit is, where it was not said.

comment on table audit.entry is 'Who read or wrote whose data: one row for each resident, act and request; never changed';
