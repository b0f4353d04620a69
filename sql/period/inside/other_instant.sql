create or replace function period.other_instant(at timestamptz) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case when at between least(now(), merit.clock()) and merit.clock() then '[]'
                else jsonb_build_array(jsonb_build_object(
                    'code', 'instant', 'message', ref.message('blocker.instant', period.local_time(at),
                                                              period.local_time(merit.clock())))) end::jsonb
$$;

comment on function period.other_instant(timestamptz) is
    'The blocker of a close as of an instant that is not within this transaction, as [{code, message}] for period.said; an '
    'empty list when there is none.';
