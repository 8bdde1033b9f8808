-- Tables of src/security/identity: accounts and clients of one platform, and the working data of its OpenID provider.

create schema if not exists identity;

create table identity.account (
  username    text        primary key,
  password    text        not null,  -- scrypt$salt$key
  name        jsonb       not null,  -- {zh, en}
  role        text        not null,  -- key of the table of roles in security/access
  place       text        not null,  -- division whose residents the role sees
  institution jsonb,                 -- {zh, en} of the institution, if the account belongs to one
  active      boolean     not null default true,
  created_at  timestamptz not null default now()
);

-- Systems of institutions, signing in by themselves. The secret is kept as the provider needs it: it must compare it.
create table identity.client (
  client_id  text        primary key,
  metadata   jsonb       not null,   -- RFC 7591 client metadata, with place and institution
  created_at timestamptz not null default now()
);

create table identity.session_state (
  kind        text        not null,  -- model of oidc-provider: Session, Grant, AuthorizationCode, RefreshToken …
  id          text        not null,
  payload     jsonb       not null,
  grant_id    text,
  uid         text,
  expires_at  timestamptz,
  consumed_at timestamptz,
  primary key (kind, id)
);
create index session_state_grant on identity.session_state (grant_id) where grant_id is not null;
create index session_state_uid on identity.session_state (kind, uid) where uid is not null;
create index session_state_expiry on identity.session_state (expires_at);

create table identity.failed_sign_in (
  subject text        not null,      -- SHA-256 of user name and address of the caller
  at      timestamptz not null default now()
);
create index failed_sign_in_subject on identity.failed_sign_in (subject, at);

create table identity.secret (
  name    text  primary key,         -- jwks, cookies, seal
  content jsonb not null
);
comment on table identity.secret is 'Keys of the OpenID provider of this platform, made at the first start';
