create or replace function rollup.conversations(for_month date, agents text[])
returns table (agent text, conversations bigint)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    if cardinality(agents) = 0 then
        return;
    elsif rollup.is_sealed(for_month) then
        return query
        select s.agent::text, s.conversations from rollup.sealed_conversations s
         where s.month = for_month and (conversations.agents is null or s.agent = any (conversations.agents));
        return;
    end if;
    return query
    select c.agent::text, count(distinct p.conversation)
      from settled.contact c
      join fact.counted_part p on p.customer = c.customer and p.day = c.day and p.agent = c.agent and p.agent_messages > 0
     where c.day >= for_month and c.day < for_month + interval '1 month'
       and (conversations.agents is null or c.agent = any (conversations.agents))
     group by c.agent;
end $$;

comment on function rollup.conversations(date, text[]) is
    'One row per agent of these (NULL: of all) who wrote in any conversation of a month: in how many. Of a month whose facts may be deleted, as '
    'they were counted before (rollup.seal); no row where nobody counted them.';
