-- The end of an interval stands in the index beside its beginning: what ended before the time asked for is passed over there.

do $do$
declare
  database text;
begin
  foreach database in array array['population', 'health_records', 'medical_records', 'reference'] loop
    execute format('create index resource_happened_to on %1$I.resource (type, happened_from, id, happened_to)', database);
    execute format('drop index %1$I.resource_happened', database);
    execute format('alter index %1$I.resource_happened_to rename to resource_happened', database);
  end loop;
end
$do$;
