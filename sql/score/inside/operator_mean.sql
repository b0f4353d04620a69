create or replace function score.operator_mean(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select trim_scale(round(avg(u.value) over of_group, 12))
          from unnest(subjects, numbers) with ordinality as u(agent, team, value, place)
        window of_group as (partition by case parameters ->> 'of' when 'team' then coalesce(u.team, '') end)
         order by u.place)
$$;

comment on function score.operator_mean(score.subject[], numeric[], jsonb) is
    'The mean, to twelve decimals, of all in the subject''s team, or in the shop, who have a number. parameters: {"of": "team" | '
    '"shop"}. Agents without a team are one.';
