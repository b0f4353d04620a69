-- One merge adds to rows, makes those that are missing, and takes away those that count nothing any more. A sum has the scale
-- of its column or else the least that it needs, so that it tells nothing of what was added and taken back.

create or replace function rollup.addition(delta text, measures text[]) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('merge into rollup.agent_period r using (%s) d on (r.grain, r.start, r.agent) = (d.grain, d.start, d.agent)
                   when matched and (%s) = (%s) then delete
                   when matched then update set %s
                   when not matched and (%s) <> (%s) then insert (grain, start, agent, %s) values (d.grain, d.start, d.agent, %s)',
                  delta, string_agg(m.after, ', '), string_agg('0', ', '), string_agg(m.change, ', '), string_agg(m.fresh, ', '),
                  string_agg('0', ', ') filter (where m.fresh is not null), string_agg(m.name, ', ') filter (where m.fresh is not null),
                  string_agg(m.fresh, ', '))
      from (select n.name,
                   case when n.name = any (measures) then format('r.%1$s + d.%1$s', n.name) else 'r.' || n.name end as after,
                   case when n.name = any (measures) then format('%1$s = ' || n.canonical, n.name, format('r.%1$s + d.%1$s', n.name))
                        end as change,
                   case when n.name = any (measures) then format(n.canonical, n.name, 'd.' || n.name) end as fresh
              from (select a.attname as name,
                           case when a.atttypid = 'numeric'::regtype and a.atttypmod < 0 then 'trim_scale(%2$s)' else '%2$s' end
                               as canonical
                      from pg_attribute a
                     where a.attrelid = 'rollup.agent_period'::regclass and a.attname = any (rollup.measures())
                     order by a.attnum) n) m
$$;

comment on function rollup.addition(text, text[]) is
    'The statement that adds to rollup.agent_period the rows of a query delta: grain, start, agent (each key once, in the order '
    'of the key) and these measures, with their sign.';
