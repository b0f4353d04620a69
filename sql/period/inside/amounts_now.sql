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
    of_term period.term_result[];
    results period.result[];
    earned  pay.entry[];
begin
    if not coalesce(paying.document ? 'approvals', false) then
        return '{}';
    elsif for_month is not null then
        results := array(select r from period.results_now(for_month, paying.scheme, paying.version, coalesce(leads, 0)) r);
        earned := array(select e from period.rewards_of(
            for_month, next, paying.scheme, paying.document, results,
            array(select k from period.streaks_of(for_month, next, paying.document, results,
                                                  array(select b from period.streaks_before(for_month) b)) k)) e);
    else
        of_term := array(select r from period.term_results_now(of_period, schemes_in_force) r where r.scheme = paying.scheme);
        results := array(select jsonb_populate_record(null::period.result, to_jsonb(r)) from unnest(of_term) r);
        earned := array(select e from period.term_rewards(of_period, next, paying, of_term, array(
            select row(of_period, next, u.part, period.part_closed(u.part))::period.term_part
              from period.parts_used(of_period, case when not schemes_in_force then period.latest_term(of_period) end) u
             where period.part_closed(u.part) is not null)) e);
    end if;
    return period.amounts_of(
        of_period, next, paying, earned, results,
        period.figures_now(of_period, paying.scheme, paying.version,
                           pay.items_known(pay.formula(paying.document, period.grain_of(of_period)))));
end $$;

comment on function period.amounts_now(text, boolean) is
    'What a close of the month or term or, if it is closed, its next revision would give and take now (period.amounts_of), if the scheme that pays '
    'asks for approvals; else nothing. schemes_in_force: as of period.schemes_of.';
