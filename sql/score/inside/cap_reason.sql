create or replace function score.cap_reason(threshold numeric, places integer, first integer, taken integer, size bigint, lead_grade text, share numeric)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when first < coalesce(places, first + 1)
                then case when first = 0 and lead_grade is null then ref.message('cap.no_seat', size::text)
                          when first = 0 then ref.message('cap.lead_no_seat', lead_grade, size::text)
                          when lead_grade is null then ref.message('cap.first', first::text, size::text)
                          else ref.message('cap.lead', lead_grade, first::text, size::text) end
                when floor(share * size) = places
                then case when places = 0 then ref.message('quota.none', reached, percent, size::text)
                          when taken < places then ref.message('quota.shared', reached, percent, size::text, (places - taken)::text)
                          when places = 1 then ref.message('quota.one', reached, percent, size::text)
                          else ref.message('quota.all', reached, percent, size::text, places::text) end
                when places = 0 then ref.message('cap.none', reached, size::text)
                when taken < places
                then ref.message('cap.shared', reached, (places - taken)::text, places::text, size::text)
                when places = 1 then ref.message('cap.one', reached, size::text)
                else ref.message('cap.all', reached, places::text, size::text) end
      from (select coalesce(trim_scale(threshold), 0)::text, trim_scale(100 * share) || ' %') t(reached, percent)
$$;

comment on function score.cap_reason(numeric, integer, integer, integer, bigint, text, numeric) is
    'Why an agent does not have the grade whose threshold the total reached, as a message of ref.say: how many places the '
    'cap leaves in a team with this many ranked agents, as which share of them (0 … 1; NULL: they are a number), and how many of them are taken; or how '
    'many of the first may have it, by the lead''s grade if there is one.';
