create or replace function merit.year_terms(of_agent text, of_year integer default null)
returns table (term text, closed boolean, revision integer, scheme text, total numeric, grade text, rank integer, why text,
               amount numeric, currency text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with term as materialized (
        select t.term, t.grain, t.start, t.until, period.latest_term(t.term) as revision
          from period.terms() t
         where extract(year from t.start) = coalesce(of_year, extract(year from ref.day_of(merit.now())))
    ), line as materialized (
        select l.* from merit.seen_lines() l where l.agent = of_agent
    ), made as materialized (  -- one row per term that is not closed, and scheme
        select t.term, t.start, t.until, f.scheme, f.version
          from term t
         cross join lateral score.term_schemes((t.until - interval '1 month')::date, t.grain) f
         where t.revision is null and (merit.sees_all() or of_agent = any (merit.visible_agents()))
    ), month as materialized (  -- of months that are not closed: each is scored once, for all terms that it is in
        select m.scheme, row(m.part, r.agent, r.total, r.ranked)::period.part_total as total
          from (select distinct d.scheme, p.part
                  from made d cross join lateral period.term_parts(d.term, 'month') p
                 where period.latest(p.month) is null) m
         cross join lateral period.part_results(m.part, m.scheme, false, '{}') r
    )
    select s.term, s.revision is not null, s.revision, s.scheme, s.total, s.grade, s.rank, s.why, p.amount, p.currency
      from (select t.term, t.start, t.until, t.revision, r.scheme, r.total, r.grade, r.rank, r.why
              from term t
             cross join lateral (select f.* from merit.frozen_terms(t.term) f where f.revision = t.revision and f.agent = of_agent offset 0) r
            union all
            select d.term, d.start, d.until, null, d.scheme, g.total, g.grade, g.rank, ref.said(g.why)
              from made d
             cross join lateral (
                   select x.*
                     from period.term_graded(d.term, d.scheme, d.version, false, array(select m.total from month m where m.scheme = d.scheme)) x
                    where x.agent = of_agent offset 0) g) s
      left join lateral (select sum(l.amount) as amount, min(l.currency) as currency from line l
                          where s.revision is not null and l.period = s.term and l.scheme = s.scheme) p on true
     order by s.until, s.start desc, s.scheme collate "C"
$$;

comment on function merit.year_terms(text, integer) is
    'One row per quarter, half-year and year that begins in a year (default: this one) and scheme that scores the agent in it: a closed one '
    'as frozen by its last revision, any other as merit.own_term_score shows it now. amount: the sum of the lines of the ledger that the caller '
    'may see; NULL: there are none. No rows of an agent whom the caller may not see.';
