-- Writers of JSON differ in two things: whether what is not ASCII is escaped (in hex of either case), and whether a slash is.

create or replace function fact.json_forms(value text) returns bytea[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    with plain(form) as (
        select to_json(json_forms.value)::text
    ), escaped(form) as (
        select string_agg(case when c.code < 128 then c.letter
                               when c.code < 65536 then '\u' || lpad(c.hex, 4, '0')
                               else format('\u%s\u%s', hex_of.high, hex_of.low) end, '' order by c.place)
          from plain p
         cross join lateral (select l.letter, l.place, ascii(l.letter) as code, to_hex(ascii(l.letter)) as hex
                               from regexp_split_to_table(p.form, '') with ordinality as l(letter, place)) c
         cross join lateral (select to_hex(55296 + ((c.code - 65536) >> 10)) as high,
                                    to_hex(56320 + ((c.code - 65536) & 1023)) as low) hex_of
    ), form(form) as (
        select p.form from plain p
        union
        select e.form from escaped e
        union
        select (select string_agg(case when m.part ~ '^\\u' then '\u' || upper(substr(m.part, 3)) else m.part end, '' order by m.place)
                  from (select t[1] as part, place
                          from regexp_matches(e.form, '(\\u[0-9a-f]{4}|\\.|[^\\])', 'g') with ordinality as r(t, place)) m)
          from escaped e
    )
    select array_agg(distinct convert_to(v.form, 'UTF8'))
      from form f cross join lateral (values (f.form), (replace(f.form, '/', '\/'))) v(form)
$$;

comment on function fact.json_forms(text) is 'The forms in which writers of JSON write a text, quotes included.';
