-- Profiles, tags and security labels in use, for $meta of a type and of the system.

create table store.label (
  type   text not null,  -- of the resources that carry it
  kind   text not null check (kind in ('profile', 'tag', 'security')),
  system text not null,  -- of a coding, else empty
  code   text not null,  -- of a coding; of a profile its address
  primary key (type, kind, system, code)
);
comment on table store.label is 'Profiles, tags and security labels that resources have carried, by type';

do $do$
declare
  database text;
begin
  foreach database in array array['population', 'health_records', 'medical_records', 'reference'] loop
    execute format($sql$
      with meta as (select type, body::json -> 'meta' as meta from %1$I.resource where body like '%%"meta":{%%')
      insert into store.label
      select distinct type, kind, coalesce(one ->> 'system', ''), coalesce(one ->> 'code', '')
        from meta, unnest(array['tag', 'security']) kind, json_array_elements(meta -> kind) one
       where json_typeof(meta -> kind) = 'array'
       union
      select distinct type, 'profile', '', one from meta, json_array_elements_text(meta -> 'profile') one
       where json_typeof(meta -> 'profile') = 'array'
          on conflict do nothing$sql$, database);
  end loop;
end
$do$;
