-- 0006_pinned: every function pins its search_path; what was inlined for each row is a view. What is shown to some is shown
-- by functions: row security tells how many rows it hid.

alter function period.refuse_change() set search_path = pg_catalog, pg_temp;
alter function period.refuse_addition() set search_path = pg_catalog, pg_temp;
alter function fact.refuse_exclusion_change() set search_path = pg_catalog, pg_temp;
alter function pay.refuse_settled_input() set search_path = pg_catalog, pg_temp;

drop function if exists rollup.order_lines(settled.orders);
drop function if exists rollup.ticket_lines(settled.ticket);
drop function if exists rollup.survey_lines(settled.survey);
drop function if exists rollup.buyer_lines(settled.buyer, boolean);
drop function if exists settle.purchases(settled.orders, boolean);
drop function if exists settle.apply_buyers(settled.orders[], settled.orders[]);
drop function if exists settle.wait_bucket(bigint);
comment on table rollup.agent_day is
    'One row per agent, business day, measure and bucket: the sum of the lines of settled rows; no row where it is 0. '
    'bucket: of measure wait (rollup.contact_lines), else 0. Durations are in milliseconds.';

do $$
declare
    one record;
begin
    for one in select p.polname, p.polrelid::regclass as relation from pg_policy p
                where p.polrelid::regclass::text like any (array['period.%', 'pay.%']) loop
        execute format('drop policy %I on %s', one.polname, one.relation);
    end loop;
    for one in select c.oid::regclass as relation from pg_class c
                where c.relrowsecurity and c.relnamespace::regnamespace::text in ('period', 'pay') loop
        execute format('alter table %s disable row level security', one.relation);
    end loop;
end $$;
