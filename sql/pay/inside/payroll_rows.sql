create or replace function pay.payroll_rows(of_period text, provisional boolean, for_revision integer)
returns table (record text, employee text, name text, accounts text, period text, revision integer,
               correction integer, currency text, rewards numeric, penalties numeric, waived numeric,
               corrections numeric, amount numeric, pay numeric)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    flag          constant text := case when period.month_of(of_period) is null then 'period P' else 'month M' end;
    last_revision integer := period.part_closed(of_period);
begin
    if last_revision is null then
        raise exception '% is not closed', of_period
            using errcode = 'object_not_in_prerequisite_state', hint = format('meritd close --%s closes it', flag);
    elsif not provisional and not pay.settlement_stands(of_period) then
        raise exception '% is not settled: penalties may exceed commissions', of_period
            using errcode = 'object_not_in_prerequisite_state',
                  hint = format('meritd ledger --%s --settle settles it; --provisional shows it as it stands', flag);
    end if;
    return query
    with line as (  -- one row per line of the ledger, with the person
        select coalesce(p.person, 'account ' || l.agent) as person, p.employee, p.name, l.*,
               (select count(*)::integer from pay.settlement s
                 where s.period = of_period and s.revision = l.revision and s.ledger_line < l.line) as correction
          from pay.ledger l
          left join pay.people(of_period) p using (agent)
         where l.period = of_period and l.revision = coalesce(for_revision, l.revision)
    ), summed as (  -- one row per person, revision and correction, and the total
        select grouping(l.person) = 1 as total, l.person, max(l.employee) as employee, max(l.name) as name,
               string_agg(distinct l.agent, ' ' order by l.agent) as accounts, l.revision,
               l.correction, coalesce(sum(l.amount) filter (where l.kind = 'reward'), 0) as rewards,
               coalesce(sum(l.amount) filter (where l.kind = 'penalty'), 0) as penalties,
               coalesce(sum(l.amount) filter (where l.kind = 'waived'), 0) as waived,
               coalesce(sum(l.amount) filter (where l.reverses is not null), 0) as corrections,
               coalesce(sum(l.amount), 0) as amount, coalesce(sum(l.amount) filter (where l.kind = 'pay'), 0) as pay
          from line l
         group by grouping sets ((l.person, l.revision, l.correction), ())
    )
    select case when s.total then 'total' else 'person' end, s.employee, case when not s.total then s.name end,
           case when not s.total then s.accounts end, of_period, s.revision,
           s.correction, (select h.currency from ref.shop h), s.rewards, s.penalties, s.waived, s.corrections, s.amount, s.pay
      from (select t.total, case when not t.total then t.employee end as employee, t.name, t.accounts, t.person,
                   t.revision, t.correction, t.rewards, t.penalties, t.waived, t.corrections, t.amount, t.pay from summed t) s
     order by s.total, s.revision, s.correction, s.employee collate "C" nulls last, s.person collate "C";
end $$;

comment on function pay.payroll_rows(text, boolean, integer) is
    'The part of pay.payroll and pay.payroll_term that is the same, of a month or term by its name.';
