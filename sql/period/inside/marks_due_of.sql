create or replace function period.marks_due_of(of_period text)
returns table (scheme text, version integer, indicator text, mark text, role text, agent text, team text, raters text[], due date,
               given bigint, needed integer, marked boolean)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    for_month constant date := period.month_of(of_period);
begin
    if for_month is null then
        return query select d.* from period.term_marks_due(of_period) d;
    else
        return query select d.* from period.marks_due(for_month) d;
    end if;
end $$;

comment on function period.marks_due_of(text) is 'period.marks_due of a month, or period.term_marks_due of a term, by its name.';
