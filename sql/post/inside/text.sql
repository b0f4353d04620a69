create or replace function post.text(content jsonb, language text, markdown boolean, most integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with used as materialized (
        select post.words(text.language) as words
    ), line(part, place, told) as (
        select 1, 0, format(case when markdown then '**%s %s**' else '%s %s' end, content ->> 'month',
                            u.words ->> (content ->> 'kind'))
          from used u
        union all
        select 2, 0, format('%s: %s', u.words ->> 'complete',
                            period.local_time((content ->> 'data_complete_up_to')::timestamptz))
          from used u where content ->> 'data_complete_up_to' is not null
        union all
        select 3, 0, format('%s: %s', u.words ->> 'reason', post.plain(content ->> 'reason'))
          from used u where content ->> 'kind' <> 'ranking'
        union all
        select 4, 0, format('%s: %s (%s %s)', u.words ->> 'appeal',
                            case when content #>> '{appeal,how}' = post.words('en') ->> 'how' then u.words ->> 'how'
                                 else post.plain(content #>> '{appeal,how}') end,
                            u.words ->> 'until', period.local_time((content #>> '{appeal,until}')::timestamptz))
          from used u
        union all
        select 5, r.place, format('%s: %s, %s %s %s', u.words ->> 'rewards', post.person(r.entry),
                                  coalesce(u.words ->> concat_ws(' ', r.entry ->> 'kind', r.entry ->> 'reason'),
                                           r.entry ->> 'reason'),
                                  to_char((r.entry ->> 'amount')::numeric, 'FMSG999999990.00'),
                                  r.entry ->> 'currency')
          from used u
         cross join jsonb_array_elements(content -> 'rewards') with ordinality as r(entry, place)
        union all
        select 6, d.place, format('%s: %s, %s → %s', u.words ->> 'difference', post.person(d.entry),
                                  post.standing(d.entry, '_before', content, text.language),
                                  post.standing(d.entry, '', content, text.language))
          from used u
         cross join jsonb_array_elements(case jsonb_typeof(content -> 'difference') when 'array'
                                         then content -> 'difference' else '[]' end)
               with ordinality as d(entry, place)
         where post.standing(d.entry, '_before', content, text.language)
               <> post.standing(d.entry, '', content, text.language)
        union all
        select 7, r.place, concat_ws(' ', (r.entry ->> 'rank') || '.', post.person(r.entry),
                                     post.plain(r.entry ->> 'team'), r.entry ->> 'total',
                                     post.grade(r.entry ->> 'grade', content, text.language))
          from jsonb_array_elements(content -> 'ranking') with ordinality as r(entry, place)
    ), measured as (
        select l.*, sum(octet_length(l.told) + 1) over (order by l.part, l.place) as bytes,
               sum(octet_length(l.told) + 1) over () as total
          from line l
         where content ->> 'kind' <> 'reversal' or l.part in (1, 3, 5)  -- nothing else changed
    )
    select coalesce(string_agg(m.told, E'\n' order by m.part, m.place)
                    filter (where m.total <= most or m.bytes <= most - 4), '')
           || case when max(m.total) > most then E'\n…' else '' end
      from measured m
$$;

comment on function post.text(jsonb, text, boolean, integer) is
    'A posting as text for people, of at most the given number of bytes of UTF-8. What does not fit is cut from the end '
    'of the ranking, in whole lines, and "…" stands there instead. A posting of what was taken back says what, from whom, '
    'and why.';
