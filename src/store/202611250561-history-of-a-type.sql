-- History of a type and of the system is read newest first: former versions in the order in which they were written.

do $do$
declare
  database text;
begin
  foreach database in array array['population', 'health_records', 'medical_records', 'reference'] loop
    execute format('create index resource_version_updated on %I.resource_version (type, updated_at, id, version)', database);
  end loop;
end
$do$;
