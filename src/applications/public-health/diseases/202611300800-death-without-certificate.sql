-- A case may end because the resident died, and no certificate tells of what.
alter table diseases.case_report drop constraint case_report_outcome_check;
alter table diseases.case_report add constraint case_report_outcome_check
  check (outcome in ('recovered', 'died', 'died-other', 'died-unknown'));
