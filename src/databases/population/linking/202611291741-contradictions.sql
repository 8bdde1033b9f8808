-- Questions about registrations that are linked, one of which was changed such that it speaks against the other.

alter table population.review add column about text;
comment on column population.review.about is
  'Of a question why two linked registrations contradict: a hash of what does, so that the same is not asked again';
