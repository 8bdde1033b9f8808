-- What a platform says beside its sums; of the counts of residents nothing.

alter table population.statistic_heard add column note text;
