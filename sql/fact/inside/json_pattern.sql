-- A writer of JSON puts a letter as it is, or escapes it: by a letter of its own, or by its code in UTF-16, in hex of either
-- case. In bytes as encode shows them, a backslash stands twice, and what is not ASCII in octal.

create or replace function fact.json_pattern(value text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    with letter as (
        select l.letter, l.place, ascii(l.letter) as code
          from regexp_split_to_table(json_pattern.value, '') with ordinality as l(letter, place)
    ), digit as (  -- of the codes: one, or a pair beyond the first plane
        select l.place, row_number() over (partition by l.place order by u.turn, d.turn) as turn,
               case d.turn when 1 then '\\\\u' else '' end || format('[%s%s]', d.digit, upper(d.digit)) as pattern
          from letter l
         cross join lateral unnest(case when l.code < 65536 then array[l.code]
                                        else array[55296 + ((l.code - 65536) >> 10), 56320 + ((l.code - 65536) & 1023)] end)
                            with ordinality as u(code, turn)
         cross join lateral regexp_split_to_table(lpad(to_hex(u.code), 4, '0'), '') with ordinality as d(digit, turn)
    ), form (place, pattern) as (
        select l.place, case when l.code < 128 then '\u' || lpad(to_hex(l.code), 4, '0')
                             else replace(encode(convert_to(l.letter, 'UTF8'), 'escape'), '\', '\\') end
          from letter l
         where l.letter not in ('"', '\')
        union all
        select l.place, '\\\\' || s.pattern
          from letter l
          join (values ('"', '"'), ('\', '\\\\'), ('/', '/'), (E'\b', 'b'), (E'\f', 'f'), (E'\n', 'n'), (E'\r', 'r'), (E'\t', 't'))
               as s(letter, pattern) using (letter)
        union all
        select d.place, string_agg(d.pattern, '' order by d.turn) from digit d group by d.place
    )
    select format('"%s"', string_agg(p.pattern, '' order by p.place))
      from (select f.place, format('(?:%s)', string_agg(f.pattern, '|')) as pattern from form f group by f.place) p
$$;

comment on function fact.json_pattern(text) is
    'A regular expression that finds a text in JSON, however JSON writes it, quotes included: in bytes as encode shows them in the '
    'format escape.';
