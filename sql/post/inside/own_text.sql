create or replace function post.own_text(content jsonb, language text, markdown boolean, most integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line(part, place, told) as (
        select 1, 0, format(case when markdown then '**%s**' else '%s' end,
                            ref.say(ref.message(case content ->> 'of' when 'ranking' then 'post.own_ranking' when 'revision' then 'post.own_revision'
                                                                  else 'post.own_reversal' end, content ->> 'month'), own_text.language))
        union all
        select 2, 0, ref.say(ref.message('post.reason', post.plain(content ->> 'reason')), own_text.language)
         where content ->> 'of' <> 'ranking'
        union all
        select 3, r.place, concat_ws('; ', ref.say(ref.message('post.own_result', post.plain(r.entry #>> array['scheme_name', own_text.language]),
                                                               post.result(r.entry, '', content, own_text.language)), own_text.language),
                                     post.plain(r.entry ->> 'why'))
          from jsonb_array_elements(content -> 'results') with ordinality as r(entry, place)
        union all
        select 4, l.place, ref.say(ref.message('post.own_money', post.reason(l.entry, own_text.language),
                                               to_char((l.entry ->> 'amount')::numeric, 'FMSG999999990.00'), l.entry ->> 'currency'), own_text.language)
          from jsonb_array_elements(content -> 'money') with ordinality as l(entry, place)
        union all
        select 5, 0, ref.say(ref.message('post.appeal', post.plain(post.how(content, own_text.language)),
                                         period.local_time((content #>> '{appeal,until}')::timestamptz)), own_text.language)
         where content #>> '{appeal,how}' is not null
        union all
        select 6, 0, ref.say(ref.message('post.acknowledge', format('meritd acknowledge --%s %s', case when period.month_of(content ->> 'month') is null then 'period' else 'month' end,
                                                                   content ->> 'month')), own_text.language)
         where content ->> 'of' <> 'reversal'
        union all
        select 7, r.place * 1000 + i.place,
               ref.say(ref.message('post.own_indicator', post.plain(i.entry #>> array['name', own_text.language]),
                                   coalesce(trim_scale(round((i.entry ->> 'points')::numeric, 2))::text, '—'), i.entry ->> 'weight'), own_text.language)
          from jsonb_array_elements(content -> 'results') with ordinality as r(entry, place)
         cross join lateral jsonb_array_elements(r.entry -> 'indicators') with ordinality as i(entry, place)
    ), measured as (
        select l.*, sum(octet_length(l.told) + 1) over (order by l.part, l.place) as bytes, sum(octet_length(l.told) + 1) over () as total
          from line l
    )
    select coalesce(string_agg(m.told, E'\n' order by m.part, m.place) filter (where m.total <= most or m.bytes <= most - 4), '')
           || case when max(m.total) > most then E'\n…' else '' end
      from measured m
$$;

comment on function post.own_text(jsonb, text, boolean, integer) is
    'What a posting tells one person, as text of at most the given number of bytes of UTF-8: the result, money, until when to appeal, and the points '
    'of indicators, of which the last are cut where there is no room.';
