create or replace function rollup.verify_sums(of_grain text, first date, until date)
returns table (object text, key text, "column" text, stored text, fresh text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
begin
    first := greatest(first, ref.kept_from());  -- what lies before is no longer there to calculate from
    return query
    select d.*
      from (select f from rollup.fresh_buyers(of_grain, first, until) f) fresh
      full join (select b as s from settled.buyer b where b.grain = of_grain and b.start >= first and b.start < until) stored
           on (s).agent = (f).agent and (s).customer = (f).customer and (s).start = (f).start
     cross join rollup.difference('settled.buyer',
                                  format('%s %s %s %s', coalesce((s).agent, (f).agent), coalesce((s).customer, (f).customer),
                                         of_grain, coalesce((s).start, (f).start)),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    select d.*
      from (select f from rollup.fresh_days(first, until) f where of_grain = 'day'
            union all
            select f from rollup.fresh_months(first, until) f where of_grain = 'month') fresh
      full join (select r as s from rollup.agent_period r where r.grain = of_grain and r.start >= first and r.start < until) stored
           on (s).start = (f).start and (s).agent = (f).agent
     cross join rollup.difference('rollup.agent_period',
                                  format('%s %s %s', of_grain, coalesce((s).start, (f).start), coalesce((s).agent, (f).agent)),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    select d.*
      from (select f from rollup.fresh_dimensions(of_grain, first, until) f) fresh
      full join (select r as s from rollup.dimension_period r where r.grain = of_grain and r.start >= first and r.start < until) stored
           on (s).start = (f).start and (s).agent = (f).agent and (s).dimension = (f).dimension
     cross join rollup.difference('rollup.dimension_period',
                                  format('%s %s %s %s', of_grain, coalesce((s).start, (f).start), coalesce((s).agent, (f).agent),
                                         coalesce((s).dimension, (f).dimension)),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;
end $$;

comment on function rollup.verify_sums(text, date, date) is
    'Compares buyers and roll-ups of the days or months that begin in [first, until) with fresh ones: months with those of their days, '
    'dimensions with their surveys. Rows as of rollup.verify.';
