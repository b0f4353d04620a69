create or replace function post.revision_changes(of_period text, for_revision integer, scheme text, names_down_to integer)
returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with before as (
        select r.* from period.results_of(of_period, for_revision - 1, revision_changes.scheme) r
    ), after as (
        select r.* from period.results_of(of_period, for_revision, revision_changes.scheme) r
    ), money as (
        select l.agent, sum(l.amount) as amount from pay.ledger l
         where l.period = of_period and l.revision = for_revision
           and l.kind not in ('waived', 'waived_reversal', 'pay', 'pay_reversal')
         group by l.agent
    )
    select coalesce(jsonb_agg(
               jsonb_build_object('rank_before', b.rank, 'rank', a.rank, 'total_before', b.total, 'total', a.total,
                                  'grade_before', b.grade, 'grade', a.grade, 'amount', coalesce(m.amount, 0))
               || case when names_down_to is null or a.rank <= names_down_to
                       then jsonb_build_object('agent', agent, 'name', coalesce(a.name, b.name)) else '{}' end
               order by a.rank, agent collate "C"), '[]')
      from before b
      full join after a using (agent)
      full join money m using (agent)
     where (a.rank, a.total, a.grade) is distinct from (b.rank, b.total, b.grade) or m.amount <> 0
$$;

comment on function post.revision_changes(text, integer, text, integer) is
    'One element per agent whose rank, total, grade or money a revision changes. amount: the money that it adds, not '
    'counting what is waived.';
