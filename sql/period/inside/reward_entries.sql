create or replace function period.reward_entries(of_period text, of_revision integer, paying text)
returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select e.*
      from period.closing_scheme f
      join score.scheme s using (scheme, version)
     cross join lateral period.rewards_of(
           f.month, of_revision, paying, s.document, array(select r from period.results_of(of_period, of_revision, paying) r),
           array(select k from period.streak k where k.month = f.month and k.revision = of_revision)) e
     where f.month = period.month_of(of_period) and f.revision = of_revision and f.scheme = paying
    union all
    select e.*
      from period.term_scheme f
      join score.scheme s using (scheme, version)
     cross join lateral period.term_rewards(
           of_period, of_revision, s,
           array(select r from period.term_result r where (r.term, r.revision, r.scheme) = (of_period, of_revision, paying)),
           array(select p from period.term_part p where (p.term, p.revision) = (of_period, of_revision))) e
     where f.term = of_period and f.revision = of_revision and f.scheme = paying
$$;

comment on function period.reward_entries(text, integer, text) is
    'The lines that a frozen month (period.rewards_of) or term (period.term_rewards) earns by the paying scheme, in the order in which they are posted.';
