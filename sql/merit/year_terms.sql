create or replace function merit.year_terms(of_agent text, of_year integer default null)
returns table (term text, closed boolean, revision integer, scheme text, total numeric, grade text, rank integer, why text,
               amount numeric, currency text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with term as materialized (
        select t.term, t.start, t.until, period.latest_term(t.term) as revision
          from period.terms() t
         where extract(year from t.start) = coalesce(of_year, extract(year from ref.day_of(merit.now())))
    ), line as materialized (
        select l.* from merit.seen_lines() l where l.agent = of_agent
    )
    select s.term, s.revision is not null, s.revision, s.scheme, s.total, s.grade, s.rank, s.why, p.amount, p.currency
      from (select t.term, t.start, t.until, t.revision, r.scheme, r.total, r.grade, r.rank, r.why
              from term t
             cross join lateral (select f.* from merit.frozen_terms(t.term) f where f.revision = t.revision and f.agent = of_agent offset 0) r
            union all
            select t.term, t.start, t.until, null, o.scheme, o.total, o.grade, o.rank, o.why
              from term t
             cross join lateral (select x.* from merit.own_term_scores(t.term) x where t.revision is null and x.agent = of_agent offset 0) o) s
      left join lateral (select sum(l.amount) as amount, min(l.currency) as currency from line l
                          where s.revision is not null and l.period = s.term and l.scheme = s.scheme) p on true
     order by s.until, s.start desc, s.scheme collate "C"
$$;

comment on function merit.year_terms(text, integer) is
    'One row per quarter, half-year and year that begins in a year (default: this one) and scheme that scores the agent in it: a closed one '
    'as frozen by its last revision, any other as merit.own_term_score shows it now. amount: the sum of the lines of the ledger that the caller '
    'may see; NULL: there are none. No rows of an agent whom the caller may not see.';
