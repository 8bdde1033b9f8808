-- Which systems of numbers there are, so that a cross-reference can tell an unknown system from an unknown number (IHE ITI-83).

create table population.identifier_domain (
  system text not null primary key
);
comment on table population.identifier_domain is 'Systems of which some resident has a number';

insert into population.identifier_domain (system)
select distinct system from population.resident_identifier
    on conflict do nothing;
