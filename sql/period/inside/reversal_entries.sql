create or replace function period.reversal_entries(of_period text, next integer) returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select l.period, next, l.agent, l.scheme, l.reason,
           case l.kind when 'waived' then 'waived_reversal' when 'pay' then 'pay_reversal' else 'reversal' end, -l.amount, l.line, null::bigint,
           ref.message('revision.own', next::text)
      from pay.unreversed l
     where l.period = of_period and l.revision < next
     order by l.line
$$;

comment on function period.reversal_entries(text, integer) is
    'The lines that reverse whatever earlier revisions of the month or term left standing in the ledger.';
