-- Contacts of outbreaks are observed as a programme: what is due for them stands on the due list, and what was found is a contact of it.

alter table outbreaks.contact add column episode text;      -- EpisodeOfCare id of the observation
alter table outbreaks.contact add column ended_on date;     -- last day, where it ended before its time
comment on column outbreaks.contact.episode is 'EpisodeOfCare by which the contact is in the programme outbreak-contact; null of contacts of earlier programs';
alter table outbreaks.follow_up add column encounter text;  -- Encounter id of the contact of the programme
comment on table outbreaks.follow_up is 'Days on which contacts were followed up: a row for each Observation of the programme outbreak-contact, kept in its transaction';
create index contact_episode on outbreaks.contact (episode, shard);
create index follow_up_observation on outbreaks.follow_up (observation, shard);
