create table identity.workplace (
  account      text not null,            -- user name
  organization text not null,            -- Organization id, unified social credit code or institution code (WS 218)
  primary key (account, organization)
);
comment on table identity.workplace is 'At which institutions an account works; where it is not named, it records nothing';
