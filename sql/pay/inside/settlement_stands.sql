create or replace function pay.settlement_stands(for_month date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select s.inputs = pay.inputs_now(for_month) and not exists (select from pay.waiver_entries(s))
                       from pay.settlement s
                      where s.month = for_month and s.revision = period.latest(for_month)
                      order by s.correction desc limit 1), false)
$$;

comment on function pay.settlement_stands(date) is
    'Whether a closed month''s last revision is settled, with the inputs as they count now, and owes no waiver: a '
    'reward that was reversed since may leave less to bear a penalty with.';
