create or replace function merit.seen_marks(of_period text)
returns table (scheme text, indicator text, mark text, role text, agent text, team text, raters text[], due date, given bigint,
               needed integer, marked boolean, overdue boolean)
language plpgsql stable security definer rows 100
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    today    constant date := ref.day_of(merit.now());
    everyone constant boolean := merit.sees_all();
    visible  constant text[] := merit.visible_agents();
    me       constant text := merit.me();
    begins   constant date := coalesce(period.month_of(of_period), (period.term_span(of_period)).start);
begin
    if begins is null or begins > today or period.part_closed(of_period) is not null
       or exists (select from period.skipped s where period.month_name(s.month) = of_period) then
        return;
    end if;
    return query
    select d.scheme, d.indicator, d.mark, d.role, d.agent, d.team, d.raters, d.due, d.given, d.needed, d.marked,
           not d.marked and d.due < today
      from period.marks_due_of(of_period) d
     where everyone or d.agent = any (visible) or me = any (d.raters);
end $$;

comment on function merit.seen_marks(text) is
    'What merit.marks_due shows the caller of a month or term, by its name: nothing of one that is closed, skipped, or yet to come.';
