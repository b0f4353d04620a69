create or replace function web.targets(for_month date, of_agent text, numbers jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'metric', t.metric, 'label', web.label(t.metric), 'unit', web.unit(t.metric), 'target', t.value, 'value', v.value,
                   'share', trim_scale(round(v.value / nullif(t.value, 0), 6))) order by t.metric), '[]')
          from fact.last_target t
         cross join lateral (select (numbers -> t.metric)::numeric as value) v
         where t.period = period.month_name(for_month) and t.agent = of_agent);
end $$;

comment on function web.targets(date, text, jsonb) is
    'An agent''s targets for a month beside what was reached (numbers: those of web.numbers).';
