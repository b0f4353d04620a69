create or replace function rollup.mend_dimensions(of_grain text, of_start date, portion integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    deltas constant rollup.dimension_period[] := array(
        select row(of_grain, of_start, coalesce((s).agent, (f).agent), coalesce((s).dimension, (f).dimension),
                   coalesce((f).surveys, 0) - coalesce((s).surveys, 0),
                   coalesce((f).csat_sum, 0) - coalesce((s).csat_sum, 0))::rollup.dimension_period
          from (select f from rollup.fresh_dimensions(of_grain, of_start, (of_start + ('1 ' || of_grain)::interval)::date) f) fresh
          full join (select r as s from rollup.dimension_period r where r.grain = of_grain and r.start = of_start) stored
               on (s).agent = (f).agent and (s).dimension = (f).dimension
         where s is distinct from f
         limit portion);
begin
    if cardinality(deltas) > 0 then
        perform settle.lock(true);
        perform rollup.merge_dimensions(deltas);
    end if;
    return cardinality(deltas);
end $$;

comment on function rollup.mend_dimensions(text, date, integer) is 'The part of rollup.mend for dimensions.';
