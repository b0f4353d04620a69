create or replace function fact.check_effect(exclusion bigint, ending boolean, as_lead boolean) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    moved text := (select min(f.agent) from fact.exclusion_effect f
                    where f.exclusion = check_effect.exclusion and f.ending = check_effect.ending
                      and f.agent = any (merit.selves()));
    other text;
begin
    if moved is not null then
        raise exception '% may not decide this: it changes the numbers of %', merit.caller(), moved
            using errcode = 'insufficient_privilege', hint = 'who is affected never decides; the closing role does';
    end if;
    select min(f.agent) into other
      from (select f.month, array_agg(f.agent) as agents from fact.exclusion_effect f
             where f.exclusion = check_effect.exclusion and f.ending = check_effect.ending and f.item = 'metric'
               and f.agent not like '(%'
             group by f.month) m
     cross join lateral (select unnest(m.agents) as agent
                         except
                         select unnest(merit.led_agents((m.month + interval '1 month')::date - 1))) f
     where as_lead;
    if other is not null then
        raise exception '% may not decide this: it changes the numbers of %, of another team', merit.caller(), other
            using errcode = 'insufficient_privilege', hint = 'the closing role decides';
    end if;
end $$;

comment on function fact.check_effect(bigint, boolean, boolean) is
    'Refuses (42501) a change of exclusions that moves a number of the caller''s own; of a lead also one that moves a '
    'metric of an agent whom it did not lead in that month.';
