create or replace function web.indicators(for_month date, of_agent text, of_scheme text, of_version integer, document jsonb,
                                          known jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    closed constant integer := period.latest(for_month);
begin
    return (
        with point as (  -- one row per indicator
            select i.indicator, i.value, i.points, i.weight, i.contribution, i.numbers, i.edge, i.next_edge, i.missing, i.brings
              from period.indicator i
             where i.month = for_month and i.revision = closed and i.scheme = of_scheme and i.agent = of_agent
            union all
            select s.indicator, s.value, s.points, s.weight, s.contribution, s.numbers, s.edge, s.next_edge, s.missing, s.brings
              from merit.score_indicator s
             where closed is null and s.month = for_month and s.scheme = of_scheme and s.agent = of_agent
        )
        select coalesce(jsonb_agg(jsonb_build_object(
                   'indicator', p.indicator, 'label', coalesce(n.item #>> array['name', ref.language()], p.indicator),
                   'metric', m.metric, 'unit', m.unit, 'better', i.better, 'value', trim_scale(p.value), 'points', p.points, 'out_of', i.out_of,
                   'weight', p.weight, 'contribution', p.contribution, 'edge', p.edge, 'next_edge', p.next_edge,
                   'missing', trim_scale(p.missing), 'brings', p.brings, 'numbers', to_jsonb(p.numbers),
                   'lift', case when p.numbers is null
                                then web.lift(m.metric, p.value, p.next_edge, p.brings, (known -> (web.parts(m.metric))[1])::numeric,
                                              (known -> (web.parts(m.metric))[2])::numeric) end)
                   order by i.position), '[]')
          from point p
          join score.indicator i on i.scheme = of_scheme and i.version = of_version and i.indicator = p.indicator
          join lateral (select x.item from jsonb_array_elements(document -> 'indicators') x(item) where x.item ->> 'indicator' = p.indicator) n on true
         cross join lateral (select case when jsonb_array_length(i.expressions) = 1 and not i.expressions -> 0 ? 'of'
                                         then i.expressions #>> '{0,metric}' end,
                                    case when jsonb_array_length(i.expressions) = 1
                                         then case when i.expressions -> 0 ? 'marks' then 'points' else web.unit(i.expressions #>> '{0,metric}') end end)
               m(metric, unit));
end $$;

comment on function web.indicators(date, text, text, integer, jsonb, jsonb) is
    'The indicators of an agent''s month by a version of a scheme, as the last revision froze them or as they are, in the scheme''s order: '
    'value, points, weight, contribution, edges, and what takes the value to the next (web.lift). known: the month''s numbers (web.numbers).';
