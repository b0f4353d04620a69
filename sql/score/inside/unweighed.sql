create or replace function score.unweighed(for_month date)
returns table (scheme text, version integer, agent text, indicator text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select i.scheme, i.version, a.agent, i.indicator
      from score.in_force(for_month) f
      join score.scheme s on s.scheme = f.scheme and s.version = f.version
     cross join lateral score.agreements(for_month, s.document -> 'agreed') a
      join score.indicator i on i.scheme = s.scheme and i.version = s.version
     where not a.weights ? i.indicator and i.weight > 0
$$;

comment on function score.unweighed(date) is
    'One row per indicator of a scheme in force that weighs 0 for an agent, as was agreed, and not for everybody: nothing is due for it.';
