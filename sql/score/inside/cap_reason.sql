create or replace function score.cap_reason(threshold numeric, places integer, taken integer, size bigint)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select format('%s reached; ', trim_scale(threshold))
           || case when places = 0 then format('no place in a team of %s', size)
                   when taken < places then format('%s of %s places in a team of %s left, too few for a shared rank',
                                                   places - taken, places, size)
                   when places = 1 then format('the one place in a team of %s is taken', size)
                   else format('all %s places in a team of %s are taken', places, size) end
$$;

comment on function score.cap_reason(numeric, integer, integer, bigint) is
    'Why an agent does not have the grade whose threshold the total reached: how many places the cap leaves in a team '
    'with this many ranked agents, and how many of them are taken.';
