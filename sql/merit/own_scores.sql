create or replace function merit.own_scores(for_month date)
returns table (scope text, agent text, scheme text, total numeric, grade text, rank integer,
               reached text, barred text, why text)
language sql stable security definer cost 100000 rows 5
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select r.scope, r.agent, r.scheme, r.total, r.grade, r.rank, r.reached, r.barred, r.why
      from merit.score r
     where r.month = for_month
       and ((select merit.sees_all()) or r.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.own_scores(date) is 'What merit.own_score shows the caller for a month.';
