create or replace function period.unsigned(
    for_month date, schemes_in_force boolean default false, content text default null, amounts period.amount[] default null
) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(select u.step from period.unsigned_steps(for_month, schemes_in_force, content, amounts) u)
$$;

comment on function period.unsigned(date, boolean, text, period.amount[]) is 'The steps of period.unsigned_steps, in order.';
