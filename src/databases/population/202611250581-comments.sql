-- What each table of src/databases/population is, where it was not said.

comment on table population.resident is 'One row for each resident as a list shows it; written with the Patient';
comment on table population.resident_identifier is 'Numbers by which residents are found; distributed by value';
