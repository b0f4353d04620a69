create or replace function period.revisions_of(of_period text)
returns table (agent text, revision integer)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
as $$
declare
    for_month constant date := period.month_of(of_period);
begin
    if for_month is null then
        return query select r.* from period.term_revisions(of_period) r;
    else
        return query select r.* from period.result_revisions(for_month) r;
    end if;
end $$;

comment on function period.revisions_of(text) is 'period.result_revisions of a month, or period.term_revisions of a term, by its name.';
