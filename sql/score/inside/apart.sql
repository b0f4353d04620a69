-- A member named of is a team or the shop, in named amounts, operators and rules alike.

create or replace function score.apart(for_scheme text, for_version integer) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select not exists (
        select from score.indicator i
          left join score.rule r on r.rule = i.rule
         where i.scheme = for_scheme and i.version = for_version
           and (r.apart is not true or i.parameters ->> 'of' <> 'agent' or i.expressions @? '$.**.of'
                or exists (select from score.operator o
                            where not o.apart and i.expressions @? ('$.**.' || to_json(o.operator))::jsonpath)))
$$;

comment on function score.apart(text, integer) is
    'Whether the points of each agent by this version of the scheme follow from nothing of any other agent.';
