create or replace function score.weights(for_month date, agreed jsonb, indicators score.indicator[], subjects score.subject[])
returns numeric[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    one     score.indicator;
    weights numeric[] := '{}';
begin
    if agreed is not null then
        return array(
            select case when a.agent is null then i.weight else coalesce((a.weights -> i.indicator)::numeric, 0) end
              from unnest(indicators) with ordinality i
             cross join unnest(subjects) with ordinality as s(agent, team, place)
              left join score.agreements(for_month, agreed) a on a.agent = s.agent
             order by i.ordinality, s.place);
    end if;
    foreach one in array indicators loop
        weights := weights || array_fill(one.weight, array[cardinality(subjects)]);
    end loop;
    return weights;
end $$;

comment on function score.weights(date, jsonb, score.indicator[], score.subject[]) is
    'The weight of each indicator for each subject, the scheme''s or the agreed one: those of the first indicator for all subjects, '
    'then those of the next, ….';
