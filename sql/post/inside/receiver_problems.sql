create or replace function post.receiver_problems(receivers jsonb) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with item as materialized (
        select x.place, x.item, coalesce(x.item ->> 'receiver', 'receiver ' || x.place) as called
          from jsonb_array_elements(case jsonb_typeof(receivers) when 'array' then receivers else '[]' end)
               with ordinality as x(item, place)
    ), object as (
        select i.* from item i where jsonb_typeof(i.item) = 'object'
    ), member as (
        select o.place, o.item, o.called, m.key, m.value
          from object o
         cross join lateral jsonb_each(o.item - '{receiver,kind}'::text[]) m
    ), problem(place, told) as (
        select 0, 'receivers must be an array of objects' where jsonb_typeof(receivers) is distinct from 'array'
        union all
        select i.place, i.called || ': must be an object' from item i where jsonb_typeof(i.item) <> 'object'
        union all
        select o.place, format('%s: "receiver" must be a name of a-z, 0-9, ".", "_", "-"', o.called)
          from object o
         where jsonb_typeof(o.item -> 'receiver') is distinct from 'string'
            or o.item ->> 'receiver' !~ '^[a-z0-9][a-z0-9._-]{0,63}$'
        union all
        select max(o.place), format('%s: stands there twice', o.called)
          from object o group by o.called having count(*) > 1
        union all
        select o.place, format('%s: "kind" must be kafka, webhook or file', o.called)
          from object o where coalesce(o.item ->> 'kind', '') not in (select a.kind from post.receiver_options() a)
        union all
        select m.place, format('%s: "%s" is nothing that a %s has', m.called, m.key, m.item ->> 'kind')
          from member m
         where m.item ->> 'kind' in (select a.kind from post.receiver_options() a)
           and (m.item ->> 'kind', m.key) not in (select a.kind, a.name from post.receiver_options() a)
        union all
        select m.place, format('%s: "%s" must be %s', m.called, m.key, a.meaning)
          from member m
          join post.receiver_options() a on (a.kind, a.name) = (m.item ->> 'kind', m.key)
         where case when a.shape is null
                    then jsonb_typeof(m.value) <> 'object' or coalesce(m.item ->> 'format', 'json') <> 'json'
                    else jsonb_typeof(m.value) <> 'string' or m.value #>> '{}' !~ a.shape end
        union all
        select o.place, format('%s: "options_file" is for "bootstrap_servers" of its own; the configuration''s have '
                               'kafka.options_file', o.called)
          from object o where o.item ->> 'kind' = 'kafka' and o.item ? 'options_file' and not o.item ? 'bootstrap_servers'
        union all
        select o.place, format('%s: "topic" must be one that not everybody''s postings go to: "agent" is told what is that person''s alone', o.called)
          from object o
         where o.item ->> 'kind' = 'kafka' and o.item ? 'agent'
           and coalesce(o.item ->> 'topic', 'merit.rankings') in (
                select 'merit.rankings'
                 union
                select e.item ->> 'topic' from object e where e.item ->> 'kind' = 'kafka' and e.item ? 'topic' and not e.item ? 'agent')
    )
    select p.told from problem p order by p.place, p.told
$$;

comment on function post.receiver_problems(jsonb) is 'One sentence per problem of a list of receivers.';
