create or replace function period.amounts_now(for_month date, schemes_in_force boolean default false) returns period.amount[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    next    constant integer := coalesce(period.latest(for_month) + 1, 0);
    paying  constant score.scheme := (select s from period.next_schemes(for_month, schemes_in_force) n
                                        join score.scheme s on s.scheme = n.scheme and s.version = n.version where n.pays);
    leads   constant integer := (select n.version from period.next_schemes(for_month, schemes_in_force) n
                                  where n.scheme = paying.document #>> '{shares_by_lead,scheme}');
    results period.result[];
begin
    if not coalesce(paying.document ? 'approvals', false) then
        return '{}';
    end if;
    results := array(select r from period.results_now(for_month, paying.scheme, paying.version, coalesce(leads, 0)) r);
    return period.amounts_of(
        for_month, next, paying, results,
        array(select k from period.streaks_of(for_month, next, paying.document, results,
                                              array(select b from period.streaks_before(for_month) b)) k),
        period.figures_now(for_month, paying.scheme, paying.version, pay.items_known(paying.document)));
end $$;

comment on function period.amounts_now(date, boolean) is
    'What a close of the month or, if it is closed, its next revision would give and take now (period.amounts_of), if the scheme that pays '
    'asks for approvals; else nothing. schemes_in_force: as of period.next_schemes.';
