create or replace function score.cap_reason(threshold numeric, places integer, taken integer, size bigint)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when places = 0 then ref.message('cap.none', reached, size::text)
                when taken < places
                then ref.message('cap.shared', reached, (places - taken)::text, places::text, size::text)
                when places = 1 then ref.message('cap.one', reached, size::text)
                else ref.message('cap.all', reached, places::text, size::text) end
      from (select trim_scale(threshold)::text) t(reached)
$$;

comment on function score.cap_reason(numeric, integer, integer, bigint) is
    'Why an agent does not have the grade whose threshold the total reached, as a message of ref.say: how many places the '
    'cap leaves in a team with this many ranked agents, and how many of them are taken.';
