create or replace function web.team_before(of_team text, for_month date, metrics jsonb, today date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    before  constant date := (for_month - interval '1 month')::date;
    is_over constant boolean := for_month + interval '1 month' <= today;
    were    constant jsonb := web.team_month(of_team, before);
begin
    if were = '{}' then
        return null;
    end if;
    return jsonb_build_object('month', period.month_name(before), 'changes', (
        select coalesce(jsonb_object_agg(w.metric, trim_scale((team_before.metrics ->> w.metric)::numeric - w.value::numeric)), '{}')
          from jsonb_each_text(were) w(metric, value)
         where (team_before.metrics ->> w.metric)::numeric - w.value::numeric is not null
           and (is_over or web.unit(w.metric) in ('share', 'seconds', 'hours', 'points', 'ratio'))));
end $$;

comment on function web.team_before(text, date, jsonb, date) is
    'How a team''s metrics of a month differ from those of the month before, {month, changes: {metric: difference}}; of a month that is not over '
    'only what does not grow with its days. NULL: nothing was in the month before.';
