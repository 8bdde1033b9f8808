-- Labels change without a new version: when that was is kept, so that what asks for changes since then finds it.

do $do$
declare
  database text;
begin
  foreach database in array array['population', 'health_records', 'medical_records', 'reference'] loop
    execute format('alter table %1$I.resource add column relabelled_at timestamptz', database);
    execute format('comment on column %1$I.resource.relabelled_at is %2$L', database,
                   'When profiles, tags or security labels of this version were last changed in its place; null where never');
  end loop;
end
$do$;
