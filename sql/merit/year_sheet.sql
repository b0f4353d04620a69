create or replace function merit.year_sheet(of_agent text, of_year integer default null)
returns table (month date, closed boolean, revision integer, scheme text, total numeric, grade text, rank integer, place text,
               amount numeric, currency text, why text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with months as materialized (
        select m as month, period.latest(m) as revision
          from period.months() m
         where extract(year from m) = coalesce(of_year, extract(year from ref.day_of(merit.now())))
    ), scored as (
        select r.month, r.revision, r.scheme, r.total, r.grade, r.rank, r.place, r.why
          from months m
         cross join lateral (select f.* from merit.frozen_results(m.month) f
                              where f.revision = m.revision and f.agent = of_agent offset 0) r
        union all
        select m.month, null, s.scheme, s.total, s.grade, s.rank, null, s.why
          from months m
         cross join lateral (select o.* from merit.own_scores(m.month) o
                              where m.revision is null and o.agent = of_agent offset 0) s
    ), paid as (
        select m.month, m.revision, l.scheme, sum(l.amount) as amount
          from merit.seen_lines() l join months m on l.period = period.month_name(m.month)
         where l.agent = of_agent
         group by 1, 2, 3
    )
    select month, coalesce(s.revision, p.revision) is not null, coalesce(s.revision, p.revision), scheme, s.total, s.grade, s.rank,
           s.place, p.amount, case when p.amount is not null then (select h.currency from ref.shop h) end, s.why
      from scored s full join paid p using (month, scheme)
     order by month, scheme collate "C"
$$;

comment on function merit.year_sheet(text, integer) is
    'One row per month of a year (default: this one) and scheme that scores the agent: a closed month as frozen by its last revision, '
    'any other as merit.own_score shows it now. amount: the sum of the lines of the ledger that the caller may see; NULL: there are '
    'none. No rows of an agent whom the caller may not see.';
