create or replace function merit.exclusions(of_periods text[])
returns table (id bigint, kind text, reference text, credit_to text, reason text, evidence text, appeal bigint,
               excluded_at timestamptz, excluded_by text, ended_at timestamptz, ended_by text, ended_reason text,
               month date, agent text, changed text, term text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with every as materialized (
        select merit.closes() or merit.has_role('merit_operator') as row, merit.closes() as number,
               merit.visible_agents() as team
    ), effect as (  -- one row per exclusion, month and agent whose numbers it changed
        select f.exclusion, f.month, f.term, f.agent,
               string_agg(case when f.ending then ref.said(ref.message('changed.ended', c.what)) else c.what end,
                          ', ' order by f.ending, f.item desc, f.name) as changed
          from every e
          join fact.exclusion_effect f on e.row or f.agent = any (e.team)
         cross join lateral (select case f.item when 'metric' then ref.term('figure', f.name) else ref.term('changed', f.item) end) n(name)
         cross join lateral (select case when f.item = 'grade' then score.grade_name(f.before)
                                         when f.item = 'metric' and f.name not like 'mark:%' then trim_scale(round(f.before::numeric, 4))::text
                                         else f.before end,
                                    case when f.item = 'grade' then score.grade_name(f.after)
                                         when f.item = 'metric' and f.name not like 'mark:%' then trim_scale(round(f.after::numeric, 4))::text
                                         else f.after end) v(before, after)
         cross join lateral (select ref.said(case when e.number or f.agent = any (e.team)
                                                  then ref.message('changed.from', n.name, coalesce(v.before, 'changed.none'),
                                                                   coalesce(v.after, 'changed.none'))
                                                  else n.name end)) c(what)
         group by f.exclusion, f.month, f.term, f.agent
    )
    select e.id, e.kind, e.reference, e.credit_to, e.reason, e.evidence, e.appeal, e.excluded_at, e.excluded_by, e.ended_at,
           e.ended_by, e.ended_reason, f.month, f.agent, f.changed, f.term
      from fact.exclusion e
      left join effect f on f.exclusion = e.id
     where (f.exclusion is not null or (select y.row from every y))
       and (exclusions.of_periods is null or coalesce(f.term, period.month_name(f.month)) = any (exclusions.of_periods))
$$;

comment on function merit.exclusions(text[]) is
    'One row per exclusion, month (or quarter, half-year, year: term) and agent whose numbers it changed (month and agent are NULL when it changed none): '
    'who, why, when, and each number before and after. Agents see what changed their own numbers, leads what changed '
    'those of their teams, the closing role everything. Operators see every exclusion, without the numbers. of_periods: the months and terms whose numbers changed; NULL: all.';
