create or replace function post.text(content jsonb, language text, markdown boolean, most integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line(part, place, told) as (
        select 1, 0, format(case when markdown then '**%s**' else '%s' end,
                            ref.say(ref.message('post.' || (content ->> 'kind'), content ->> 'month'), text.language))
        union all
        select 2, 0, ref.say(ref.message('post.complete',
                                         period.local_time((content ->> 'data_complete_up_to')::timestamptz)), text.language)
         where content ->> 'data_complete_up_to' is not null
        union all
        select 3, 0, ref.say(ref.message('post.reason', post.plain(content ->> 'reason')), text.language)
         where content ->> 'kind' <> 'ranking'
        union all
        select 4, 0, ref.say(ref.message('post.appeal', post.plain(post.how(content, text.language)),
                                         period.local_time((content #>> '{appeal,until}')::timestamptz)), text.language)
         where content -> 'appeal' <> 'null'
        union all
        select 5, r.place, ref.say(ref.message('post.reward', post.person(r.entry), post.reason(r.entry, text.language),
                                               to_char((r.entry ->> 'amount')::numeric, 'FMSG999999990.00'),
                                               r.entry ->> 'currency'), text.language)
          from jsonb_array_elements(content -> 'rewards') with ordinality as r(entry, place)
        union all
        select 6, a.place, ref.say(ref.message('post.award', post.person(a.entry), ref.term('action', a.entry ->> 'award')), text.language)
          from jsonb_array_elements(content -> 'awards') with ordinality as a(entry, place)
        union all
        select 7, d.place, ref.say(ref.message('post.difference', post.person(d.entry),
                                               post.result(d.entry, '_before', content, text.language),
                                               post.result(d.entry, '', content, text.language)), text.language)
          from jsonb_array_elements(case jsonb_typeof(content -> 'difference') when 'array'
                                    then content -> 'difference' else '[]' end) with ordinality as d(entry, place)
         where post.result(d.entry, '_before', content, text.language)
               <> post.result(d.entry, '', content, text.language)
        union all
        select 8, r.place, concat_ws(' ', (r.entry ->> 'rank') || '.', post.person(r.entry),
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
