-- In a month's first days nobody can be ranked yet: people want to see how the last one went.

create or replace function web.shown_month(today date) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    running constant date := date_trunc('month', today)::date;
    before  constant date := running - interval '1 month';
begin
    return case when web.has_ranks(running) or not web.has_ranks(before) then running else before end;
end $$;

comment on function web.shown_month(date) is
    'The month (its first day) of which scores are shown when none is asked for: that of the day, or the one before as long as somebody is ranked in that '
    'alone.';
