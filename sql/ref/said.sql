-- Grades are kept by the name that their scheme gives them, which is in one language.

create or replace function ref.said(message text) returns text
language plpgsql stable strict security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    language constant text := ref.language();
begin
    if language = 'en' and split_part(message, E'\t', 1) in ('warning.evidence', 'ask.grade', 'ask.mid_year', 'cap.lead', 'cap.lead_no_seat') then
        message := array_to_string(array(select case when n > 1 then score.grade_name(part) else part end
                                           from string_to_table(message, E'\t') with ordinality as p(part, n) order by n), E'\t');
    end if;
    return ref.say(message, language);
end $$;

comment on function ref.said(text) is
    'A message (ref.message) in the language in which the caller reads (ref.language); grades in it by their English names, where schemes have some.';
