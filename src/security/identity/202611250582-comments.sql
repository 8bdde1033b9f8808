-- What each table of src/security/identity is, where it was not said.

comment on table identity.account is 'People who sign in at this platform';
comment on table identity.client is 'Systems of institutions, and the console; the secret is kept as the provider compares it';
comment on table identity.session_state is 'Working data of the OpenID provider: sessions, grants, codes, refresh tokens';
comment on table identity.failed_sign_in is 'Failures of the last day, by hash of user name and address';
