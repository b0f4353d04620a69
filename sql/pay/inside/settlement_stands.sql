create or replace function pay.settlement_stands(for_month date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select s.inputs = pay.inputs_now(for_month) and not exists (select from pay.waiver_entries(s))
                             and not exists (select from pay.item_entries(s))
                       from pay.settlement s
                      where s.month = for_month and s.revision = period.latest(for_month)
                      order by s.correction desc limit 1), false)
$$;

comment on function pay.settlement_stands(date) is
    'Whether the last revision of a closed month is settled: with the inputs that count now, and without a line still '
    'to write. A reward that was reversed since may leave less to bear a penalty with.';
