-- What each table of src/platform/document-registry is, where it was not said.

comment on table document_registry.activity is 'Records written here, by day and kind; counted from the change feed';
comment on table document_registry.institution_activity is 'Records written here, by institution';
comment on table document_registry.holding is 'Which kinds of records a platform below holds of a resident: the released form, no contents';
