-- Entries of the audit log are not emptied away either.

create trigger entry_is_kept before truncate on audit.entry for each statement execute function audit.refuse_change();
