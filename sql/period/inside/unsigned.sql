create or replace function period.unsigned(
    of_period text, schemes_in_force boolean default false, content text default null, amounts period.amount[] default null
) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(select u.step from period.unsigned_steps(of_period, schemes_in_force, content, amounts) u)
$$;

comment on function period.unsigned(text, boolean, text, period.amount[]) is 'The steps of period.unsigned_steps, in order.';
