create or replace function web.me() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop  constant ref.shop := web.enter();
    now   constant timestamptz := merit.now();
    today constant date := ref.day_of(now);
    self  constant text := merit.me();
    seen  constant text[] := web.seen();
    answer jsonb;
begin
    with staff as materialized (
        select s.agent, s.name, s.team from ref.staff_on(today, case when seen is not null then seen || self end) s
         where s.status is distinct from 'left' and s."left" < today is not true or s.agent = self
    ), team as materialized (
        select distinct s.team from staff s where s.team is not null
    )
    select jsonb_build_object(
        'login', merit.caller(),
        'roles', (select coalesce(jsonb_agg(r.role order by r.place), '[]')
                    from unnest(array['merit_agent', 'merit_lead', 'meritd_close', 'merit_payroll', 'merit_operator'])
                         with ordinality as r(role, place)
                   where merit.has_role(r.role)),
        'agent', self,
        'name', (select s.name from staff s where s.agent = self),
        'team', (select s.team from staff s where s.agent = self),
        'teams', (select coalesce(jsonb_agg(t.team order by t.team collate "C"), '[]') from team t),
        'leads', case when seen is null then (select coalesce(jsonb_agg(t.team order by t.team collate "C"), '[]') from team t)
                      else (select coalesce(jsonb_agg(l order by l collate "C"), '[]') from unnest(merit.led_teams()) l) end,
        'shop', jsonb_build_object('id', shop.shop, 'zone', shop.zone, 'cut_over', to_char(shop.cut_over, 'HH24:MI'),
                                   'currency', shop.currency, 'language', (select s.language from ref.shop s)),
        'language', shop.language,
        'today', today,
        'month', to_char(today, 'YYYY-MM'),
        'months', (select coalesce(jsonb_agg(jsonb_build_object('month', period.month_name(m), 'closed', period.latest(m) is not null)
                                             order by m desc), '[]')
                     from period.months() m),
        'schemes', web.scheme_list(date_trunc('month', today)::date),
        'now', now,
        'as_of', (select s.as_of from settle.state s),
        'age_seconds', (select round(extract(epoch from now - s.as_of), 1) from settle.state s),
        'recalculating', isfinite(merit.held_from()),
        'slow_seconds', (select s.slow_seconds from period.setting s))
      into answer;
    return answer;
end $$;

comment on function web.me() is
    'Who the caller is and where: login, roles, agent (NULL: nobody''s), teams seen and led, the shop, the language of answers, the '
    'business day, the months, when numbers were last settled. docs/doors.md has the shape.';
