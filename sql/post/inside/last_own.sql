create or replace function post.last_own(for_month date)
returns table (message bigint, receiver text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m.id, l.receiver
      from (select o.receiver, max(c.revision) as revision
              from post.own_receivers(for_month) o
              join period.result_revisions(for_month) c using (agent)
             group by o.receiver) l
      join post.message m on (m.month, m.revision, m.sequence) = (for_month, l.revision, 0)
$$;

comment on function post.last_own(date) is
    'One row per enabled receiver of one person with a result of a closed month: the posting of the last revision that changed that result '
    '(period.result_revisions).';
