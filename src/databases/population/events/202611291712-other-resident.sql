-- Events are listed for the other spouse and the mother too.
create index event_other_resident on population.event (other_resident, happened_on desc) where other_resident is not null;
