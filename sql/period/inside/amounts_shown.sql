create or replace function period.amounts_shown(of_period text, schemes_in_force boolean default false) returns period.amount[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if merit.now() < (select d.starts_at from ref.day d where d.day = (period.last_month(of_period) + interval '1 month')::date) then
        return '{}';
    end if;
    return period.amounts_now(of_period, schemes_in_force);
end $$;

comment on function period.amounts_shown(text, boolean) is
    'period.amounts_now of a month or term that is over. While one runs, none: its money moves, and costs a score of everybody.';
