create or replace function period.numbers(months date[])
returns table (month date, agent text, item text, name text, value text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m.month, m.agent, 'metric', m.metric, trim_scale(m.value)::text
      from merit.agent_month_metric m where m.month = any (months)
    union all
    select n.month, g.agent, v.item, p.scheme, v.value
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
$$;

comment on function period.numbers(date[]) is
    'One row per given month, agent and number, as of now: metrics; total, rank and grade by the scheme that pays (for a '
    'closed month, the scheme that paid).';
