-- A Subscription is seen by its owner and by administrators: its place names the owner instead of the division.

update reference.resource r set place = '@'
 where r.type = 'Subscription';
update reference.resource r set place = '@' || s.owner_id
  from subscriptions.subscription s
 where r.type = 'Subscription' and r.id = s.id and r.shard = s.shard;
