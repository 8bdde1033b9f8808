-- Residents are counted by the change feed from here on. What was written before was counted by who wrote it.

insert into store.consumer (name, xid, position)
select 'statistics', coalesce((select xid from store.change order by xid desc, position desc limit 1), '0'::xid8),
                     coalesce((select position from store.change order by xid desc, position desc limit 1), 0)
    on conflict (name) do nothing;
