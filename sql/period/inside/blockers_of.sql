create or replace function period.blockers_of(of_period text, at timestamptz) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case when period.month_of(of_period) is not null then period.blockers(period.month_of(of_period), at)
                else period.term_blockers(of_period, at, period.part_closed(of_period)) end;
end $$;

comment on function period.blockers_of(text, timestamptz) is 'What keeps a month (period.blockers) or term (period.term_blockers) from being final at an instant.';
