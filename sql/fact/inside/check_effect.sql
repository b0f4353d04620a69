create or replace function fact.check_effect(exclusion bigint, ending boolean, as_lead boolean) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    moved text := (select min(f.agent) from fact.exclusion_effect f
                    where f.exclusion = check_effect.exclusion and f.ending = check_effect.ending
                      and f.agent = any (merit.selves()));
begin
    if moved is not null then
        raise exception '%', ref.said(ref.message('refused.effect', merit.caller(), moved))
            using errcode = 'insufficient_privilege', hint = ref.said('refused.effect_hint');
    end if;
    if as_lead and exists (
        select from (select coalesce(f.term, period.month_name(f.month)) as period, array_agg(f.agent) as agents
                       from fact.exclusion_effect f
                      where f.exclusion = check_effect.exclusion and f.ending = check_effect.ending and f.item = 'metric'
                        and f.agent not like '(%'
                      group by 1) m
         where not m.agents <@ merit.led_agents(period.last_day(m.period)))
    then
        raise exception '%', ref.said(ref.message('refused.effect_team', merit.caller()))
            using errcode = 'insufficient_privilege', hint = ref.said('refused.effect_team_hint');
    end if;
end $$;

comment on function fact.check_effect(bigint, boolean, boolean) is
    'Raises 42501 when an exclusion, or its end, moves a number of the caller''s own. For a lead, also when it moves a '
    'metric of an agent whom the lead did not lead then.';
