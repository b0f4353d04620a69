create or replace function web.history(of_agent text, of_scheme text, last_month date, grades jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    months constant date[] := array(select m from period.months() m where m <= last_month and m > last_month - interval '13 months');
    kept   constant date[] := score.kept_months();
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('month', period.month_name(h.month), 'total', h.total, 'rank', h.rank, 'grade', h.grade,
                                                     'grade_label', grades -> h.grade, 'closed', h.closed) order by h.month), '[]')
          from unnest(months) m(month)
         cross join lateral (
               select r.month, r.total, r.rank, r.grade, true as closed from period.result r
                where r.month = m.month and r.revision = period.latest(m.month) and r.scheme = of_scheme and r.agent = of_agent
               union all
               select k.month, k.total, k.rank, k.grade, false from score.kept_result k
                where period.latest(m.month) is null and k.month = m.month and k.month = any (kept) and k.scheme = of_scheme and k.agent = of_agent) h);
end $$;

comment on function web.history(text, text, date, jsonb) is
    'An agent''s total, rank and grade of thirteen months up to one: of those that are closed or kept (score.kept), since to make the '
    'others takes too long.';
