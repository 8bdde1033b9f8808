-- What each table of src/platform/resident-index is, where it was not said.

comment on table resident_index.entry is 'Residents of the platforms below, in the released form';
comment on table resident_index.identifier is 'Numbers by which residents of the platforms below are found; distributed by value';
