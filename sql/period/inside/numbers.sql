create or replace function period.numbers(months date[], terms text[])
returns table (month date, agent text, item text, name text, value text, term text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m.month, m.agent, 'metric', m.metric, trim_scale(m.value)::text, null::text
      from merit.agent_month_metric m where m.month = any (months)
    union all
    select n.month, g.agent, v.item, p.scheme, v.value, null
      from unnest(months) n(month)
     cross join lateral (
           select f.scheme, f.version, coalesce(l.version, 0) as leads_version  -- 0: none was in force
             from period.closing c
             join period.closing_scheme f using (month, revision, scheme)
             join score.scheme s using (scheme, version)
             left join period.closing_scheme l
                    on (l.month, l.revision, l.scheme) = (f.month, f.revision, s.document #>> '{shares_by_lead,scheme}')
            where c.month = n.month and c.revision = period.latest(n.month)
            union all
           select f.scheme, f.version, null from score.in_force(n.month) f
            where period.latest(n.month) is null and f.scheme = period.leading_scheme(n.month)) p
     cross join lateral score.graded(n.month, p.scheme, p.version, p.leads_version) g
     cross join lateral (values ('total', g.total::text), ('rank', g.rank::text), ('grade', g.grade)) as v(item, value)
    union all
    select null, k.agent, 'metric', 'mark:' || k.indicator, string_agg(concat_ws(' ', k.role, trim_scale(round(k.points, 6))), ', ' order by k.role, k.rater, k.points), k.period
      from fact.last_mark k where k.period = any (terms) group by k.period, k.agent, k.indicator
    union all
    select null, t.agent, 'metric', t.metric, trim_scale(t.value)::text, t.period
      from fact.last_target t where t.period = any (terms)
    union all
    select null, g.agent, v.item, p.scheme, v.value, n.term
      from unnest(terms) n(term)
     cross join lateral (
           select f.scheme, f.version
             from period.term_closing c
             join period.term_scheme f using (term, revision, scheme)
            where c.term = n.term and c.revision = period.latest_term(n.term)
            union all
           select f.scheme, f.version
             from period.term_span(n.term) s cross join lateral score.term_schemes((s.until - interval '1 month')::date, s.grain) f
            where period.latest_term(n.term) is null and f.scheme = period.term_leader(n.term)) p
     cross join lateral period.term_graded(n.term, p.scheme, p.version) g
     cross join lateral (values ('total', g.total::text), ('rank', g.rank::text), ('grade', g.grade)) as v(item, value)
$$;

comment on function period.numbers(date[], text[]) is
    'One row per given month or term, agent and number, as of now: metrics (of a term the marks and targets for it); total, rank and grade by the scheme that pays (for what '
    'is closed, the scheme that paid).';
