create or replace function rollup.nothing(grain text, start date, agent text) returns rollup.agent_period
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_populate_record(null::rollup.agent_period,
                                     jsonb_object_agg(m, 0) || jsonb_build_object('grain', grain, 'start', start, 'agent', agent))
          from unnest(rollup.measures()) m);
end $$;

comment on function rollup.nothing(text, date, text) is 'A row of rollup.agent_period with every measure 0.';
