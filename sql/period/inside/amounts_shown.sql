create or replace function period.amounts_shown(for_month date, schemes_in_force boolean default false) returns period.amount[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if merit.now() < (select d.starts_at from ref.day d where d.day = (for_month + interval '1 month')::date) then
        return '{}';
    end if;
    return period.amounts_now(for_month, schemes_in_force);
end $$;

comment on function period.amounts_shown(date, boolean) is
    'period.amounts_now of a month that is over. While one runs, none: its money moves, and costs a score of everybody.';
