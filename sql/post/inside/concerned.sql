create or replace function post.concerned(message post.message) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with now as (
        select r.scheme, r.agent, r.total, r.grade, r.rank from period.result r
         where (r.month, r.revision) = (message.month, message.revision) and message.sequence = 0
        union all
        select r.scheme, r.agent, r.total, r.grade, r.rank from period.term_result r
         where (r.term, r.revision) = (message.term, message.revision)
    ), before as (
        select r.scheme, r.agent, r.total, r.grade, r.rank from period.result r
         where (r.month, r.revision) = (message.month, message.revision - 1) and message.sequence = 0
        union all
        select r.scheme, r.agent, r.total, r.grade, r.rank from period.term_result r
         where (r.term, r.revision) = (message.term, message.revision - 1)
    )
    select array(
        select agent
          from now n
          full join before b using (scheme, agent)
         where message.revision = 0 or (n.total, n.grade, n.rank) is distinct from (b.total, b.grade, b.rank)
         union
        select l.agent from post.told_lines(message) l group by l.agent having sum(l.amount) <> 0
         order by 1)
$$;

comment on function post.concerned(post.message) is
    'Whose own a posting is: of a close everybody with a result; of a revision those whose total, grade, rank or money it changes; of what '
    'was taken back those from whom it was.';
