-- Contacts that were registered before there was a programme of their observation are found to be enrolled.
create index contact_not_observed on outbreaks.contact (until_on) where episode is null and ended_on is null;
