create or replace function period.amounts_now(of_period text, schemes_in_force boolean default false) returns period.amount[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    for_month constant date := period.month_of(of_period);
    next    constant integer := coalesce(period.part_closed(of_period) + 1, 0);
    paying  constant score.scheme := (select s from period.schemes_of(of_period, schemes_in_force) n
                                        join score.scheme s on s.scheme = n.scheme and s.version = n.version where n.pays);
    leads   constant integer := (select n.version from period.schemes_of(of_period, schemes_in_force) n
                                  where n.scheme = paying.document #>> '{shares_by_lead,scheme}');
    results period.result[];
begin
    if for_month is null or not coalesce(paying.document ? 'approvals', false) then
        return '{}';
    end if;
    results := array(select r from period.results_now(for_month, paying.scheme, paying.version, coalesce(leads, 0)) r);
    return period.amounts_of(
        for_month, next, paying, results,
        array(select k from period.streaks_of(for_month, next, paying.document, results,
                                              array(select b from period.streaks_before(for_month) b)) k),
        period.figures_now(for_month, paying.scheme, paying.version, pay.items_known(paying.document)));
end $$;

comment on function period.amounts_now(text, boolean) is
    'What a close of the month or, if it is closed, its next revision would give and take now (period.amounts_of), if the scheme that pays '
    'asks for approvals; else nothing, nor of a term. schemes_in_force: as of period.schemes_of.';
