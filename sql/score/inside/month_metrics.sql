create or replace function score.month_metrics(for_month date, metrics text[], among text[])
returns table (agent text, metric text, value numeric)
language plpgsql stable rows 10000
set search_path = pg_catalog, pg_temp
set jit = off
set enable_mergejoin = off
as $$
begin
    if among is not null then
        return query select t.* from score.touched_metrics(for_month, metrics, among) t;
    else
        return query
        select m.agent::text, m.metric::text, m.value
          from merit.agent_month_metric m
         where m.month = for_month and m.metric = any (metrics);
    end if;
end $$;

comment on function score.month_metrics(date, text[], text[]) is
    'One row per agent and metric of these that there is of the month, as merit.agent_month_metric has it. among: of these agents alone; '
    'NULL: of all.';
