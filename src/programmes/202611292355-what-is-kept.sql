-- What is kept of each resident has a digest, so that whoever is as before costs one row read and none written.

alter table programmes.look_again rename to kept;
alter table programmes.kept rename column day to look_on;
alter table programmes.kept alter column look_on drop not null;
alter table programmes.kept add column digest text not null default '';
alter table programmes.kept alter column digest drop default;
insert into programmes.kept (shard, resident, digest)
select shard, resident, '' from programmes.standing
    on conflict do nothing;
comment on table programmes.kept is 'Digest of how a resident stands and what is due; and when it is looked at again though nothing happens';
