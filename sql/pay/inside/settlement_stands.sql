create or replace function pay.settlement_stands(of_period text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select s.inputs = pay.inputs_now(of_period) and not exists (select from pay.waiver_entries(s))
                             and not exists (select from pay.item_entries(s))
                       from pay.settlement s
                      where s.period = of_period and s.revision = period.part_closed(of_period)
                      order by s.correction desc limit 1), false)
$$;

comment on function pay.settlement_stands(text) is
    'Whether the last revision of a closed month or term is settled: with the inputs that count now, and without a line still '
    'to write. A reward that was reversed since may leave less to bear a penalty with.';
