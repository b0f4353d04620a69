-- An agent and a month at a time: of two lists the planner may take the first alone for the key, and read whole months.

create or replace function merit.own_kept_scores()
returns table (month date, scope text, agent text, scheme text, total numeric, grade text, rank integer,
               reached text, barred text, why text)
language plpgsql stable security definer cost 10000 rows 20
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    months constant date[] := array(select m from period.months() m except select o from merit.own_months() o);
    agents constant text[] := merit.visible_agents();
begin
    return query
    select k.month, k.scope, k.agent::text, k.scheme::text, k.total, k.grade, k.rank, k.reached, k.barred, ref.said(k.why)
      from unnest(months) m, unnest(agents) a,
           lateral (select r.* from score.kept_result r where r.month = m and r.agent = a offset 0) k;
end $$;

comment on function merit.own_kept_scores() is 'What merit.own_score shows the caller of all months but merit.own_months, by key.';
