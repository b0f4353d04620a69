create or replace function post.last_own(of_period text)
returns table (message bigint, receiver text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m.id, l.receiver
      from (select o.receiver, max(c.revision) as revision
              from post.own_receivers(period.last_month(of_period)) o
              join period.revisions_of(of_period) c using (agent)
             group by o.receiver) l
      join post.message m on coalesce(m.term, period.month_name(m.month)) = of_period and m.revision = l.revision and m.sequence = 0
$$;

comment on function post.last_own(text) is
    'One row per enabled receiver of one person with a result of a closed month or term: the posting of the last revision that changed that result '
    '(period.revisions_of).';
