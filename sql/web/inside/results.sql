create or replace function web.results(for_month date, for_scheme text, agents text[])
returns table (agent text, name text, team text, scope text, total numeric, grade text, rank integer, reached text, barred text,
               why text, place text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    closed constant integer := period.latest(for_month);
begin
    if closed is not null then
        return query
        select r.agent::text, r.name::text, r.team::text, r.scope, r.total, r.grade, r.rank, r.reached::text, r.barred, ref.said(r.why), r.place
          from period.result r
         where r.month = for_month and r.revision = closed and r.scheme = for_scheme and (agents is null or r.agent = any (agents));
    else
        return query
        with staff as materialized (
            select s.agent, s.name, s.team from ref.staff_on(score.staff_day(for_month), agents) s
        )
        select r.agent, s.name, s.team, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, r.why, null::text
          from merit.score r
          left join staff s on s.agent = r.agent
         where r.month = for_month and r.scheme = for_scheme and (agents is null or r.agent = any (agents));
    end if;
end $$;

comment on function web.results(date, text, text[]) is
    'One row per agent (of these; NULL: of everybody) whom a scheme scores in a month: as the last revision froze it, or, while the '
    'month is not closed, of merit.score.';
