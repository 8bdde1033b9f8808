-- Table of src/drafts: what somebody has typed into a form and not sent yet. Sealed: only the platform reads it, for its owner alone.

create schema drafts;

create table drafts.draft (
  owner  text        not null,          -- account
  name   text        not null,          -- digest of the form's name, which says whose form it is
  sealed text        not null,
  until  timestamptz not null,
  primary key (owner, name)
);
comment on table drafts.draft is 'Forms that are begun, for two weeks; one row a form and account';
create index draft_until on drafts.draft (until);
