create or replace function period.reward_entries(for_month date, for_revision integer, paying text)
returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select e.*
      from period.closing_scheme f
      join score.scheme s using (scheme, version)
     cross join lateral period.rewards_of(
           for_month, for_revision, paying, s.document,
           array(select r from period.result r where r.month = for_month and r.revision = for_revision and r.scheme = paying),
           array(select k from period.streak k where k.month = for_month and k.revision = for_revision)) e
     where f.month = for_month and f.revision = for_revision and f.scheme = paying
$$;

comment on function period.reward_entries(date, integer, text) is
    'The lines that a frozen month earns by the paying scheme (period.rewards_of), in the order in which they are posted.';
