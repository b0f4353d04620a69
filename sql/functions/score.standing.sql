create or replace function score.standing(for_month date, for_scheme text, for_version integer, agents text[])
returns table (agent text, team text, barred text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    next_month constant date := for_month + interval '1 month';
    staff_day constant date := least(next_month - 1, ref.day_of(merit.now()));
    eligibility constant jsonb := (select s.document -> 'eligibility' from score.scheme as s
                                   where s.scheme = for_scheme and s.version = for_version);
    min_days constant numeric := eligibility -> 'min_days';
    min_received constant numeric := eligibility -> 'min_received';
begin
    return query
        with busy as (  -- one row per agent with enough days of enough customers
            select d.agent
            from rollup.agent_day as d
            where d.measure = 'received' and d.value >= min_received and d.day >= for_month and d.day < next_month
            group by d.agent
            having count(distinct d.day) >= min_days
        )
        select a.agent, s.team,
               case when not eligibility -> 'roles' ? coalesce(s.role, 'agent') then 'role'
                    when s.status = 'left' or s."left" < next_month then 'leaver'
                    when not eligibility -> 'statuses' ? coalesce(s.status, 'regular') then 'status'
                    when s.joined > for_month then 'joiner'
                    when min_days > 0 and b.agent is null then 'days'
               end
        from unnest(agents) as a (agent)
        left join ref.staff_on(staff_day) as s on s.agent = a.agent
        left join busy as b on b.agent = a.agent;
end
$$;
comment on function score.standing(date, text, integer, text[]) is
    'One row per agent given: the team, and what bars the agent from being ranked in the month by this version of the '
    'scheme (role, leaver, status, joiner, days: the first that holds), or NULL. Staff state of the month''s last day, or '
    'of today''s business day while the month runs; no record: a regular agent without a team.';
