-- A month is what its days are, which verify_days looks at.

create or replace function rollup.verify_months(from_month date, to_month date)
returns table (object text, key text, "column" text, stored text, fresh text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
as $$
begin
    from_month := greatest(from_month, ref.kept_from());
    return query
    with fresh as (
        select f from rollup.fresh_buyers('month', from_month, to_month) f
    ), stored as (
        select b as s from settled.buyer b where b.grain = 'month' and b.start >= from_month and b.start < to_month
    )
    select d.*
      from fresh full join stored on (stored.s).agent = (fresh.f).agent and (stored.s).customer = (fresh.f).customer
                                 and (stored.s).start = (fresh.f).start
     cross join rollup.difference(
           'settled.buyer',
           format('%s %s month %s', coalesce((s).agent, (f).agent), coalesce((s).customer, (f).customer),
                  coalesce((s).start, (f).start)),
           to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    select d.*
      from (select f from rollup.fresh_months(from_month, to_month) f) fresh
      full join (select r as s from rollup.agent_period r
                  where r.grain = 'month' and r.start >= from_month and r.start < to_month) stored
           on (s).start = (f).start and (s).agent = (f).agent
     cross join rollup.difference('rollup.agent_period',
                                  format('month %s %s', coalesce((s).start, (f).start), coalesce((s).agent, (f).agent)),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    select d.*
      from (select f from rollup.fresh_dimensions('month', from_month, to_month) f) fresh
      full join (select r as s from rollup.dimension_period r
                  where r.grain = 'month' and r.start >= from_month and r.start < to_month) stored
           on (s).start = (f).start and (s).agent = (f).agent and (s).dimension = (f).dimension
     cross join rollup.difference('rollup.dimension_period',
                                  format('month %s %s %s', coalesce((s).start, (f).start), coalesce((s).agent, (f).agent),
                                         coalesce((s).dimension, (f).dimension)),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;
end $$;

comment on function rollup.verify_months(date, date) is
    'Compares buyers and roll-ups of the months [from_month, to_month) with those of their days, dimensions with their surveys. Rows as of rollup.verify.';
