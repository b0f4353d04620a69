create or replace function ref.say(message text, language text) returns text
language sql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
    with part as (  -- one row per part of the message: its key, then what fills the places (a key there becomes its words)
        select p.place, p.part, case language when 'en' then w.en else w.zh end as word
          from string_to_table(message, E'\t') with ordinality as p(part, place)
          left join ref.words() w on w.key = p.part
    )
    select coalesce((select format(k.word, variadic array(select coalesce(p.word, p.part) from part p where p.place > 1
                                                           order by p.place) || array_fill(''::text, array[4]))
                       from part k where k.place = 1), message)
$$;

comment on function ref.say(text, text) is
    'A message (ref.message) in a language, zh or en. A text that is no message, such as what a person wrote, stays as it '
    'is.';
