create or replace function rollup.digit(counts numeric, place integer) returns numeric
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select mod(div(counts, ('1e' || 8 * place)::numeric), 100000000) $$;

comment on function rollup.digit(numeric, integer) is
    'One count of a histogram that is one number in base 10^8 (as rollup.agent_period.asked_hours).';
