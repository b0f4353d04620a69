-- The standing of a revision is what the one before it left, whenever this is asked: neither the lines of the revision itself nor what was
-- taken back from it later count.

create or replace function period.amounts_of(
    for_month date, for_revision integer, paying score.scheme, results period.result[], streaks period.streak[], figures period.item[]
) returns period.amount[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with due as (
        select e.agent, e.reason, e.amount
          from period.rewards_of(for_month, for_revision, paying.scheme, paying.document, results, streaks) e
        union all
        select i.agent, i.item, i.amount
          from pay.items_of(paying.scheme, pay.items_known(paying.document), results, figures, '[]') i
    ), standing as (
        select l.agent, l.reason, l.amount
          from pay.ledger l
         where l.period = period.month_name(for_month) and l.revision < for_revision and l.kind in ('reward', 'penalty')
           and not exists (select from pay.ledger x where x.reverses = l.line and x.revision < for_revision)
        union all
        select i.agent, i.item, i.amount
          from period.closing c
          join period.closing_scheme f using (month, revision, scheme)
          join score.scheme s using (scheme, version)
         cross join lateral pay.items(period.month_name(for_month), c.revision, '[]') i
         where c.month = for_month and c.revision = for_revision - 1
           and jsonb_path_exists(pay.items_known(s.document), '$[*] ? (@.item == $item)', jsonb_build_object('item', i.item))
    ), changed as (  -- one row per agent and reason
        select agent, reason, round(coalesce(d.amount, 0) - coalesce(s.amount, 0), 2) as amount, round(coalesce(d.amount, 0), 2) as becomes
          from (select d.agent, d.reason, sum(d.amount) as amount from due d group by d.agent, d.reason) d
          full join (select s.agent, s.reason, sum(s.amount) as amount from standing s group by s.agent, s.reason) s using (agent, reason)
    )
    select array(select row(c.agent, c.reason, c.amount, c.becomes)::period.amount
                   from changed c where c.amount <> 0 order by c.agent collate "C", c.reason collate "C")
$$;

comment on function period.amounts_of(date, integer, score.scheme, period.result[], period.streak[], period.item[]) is
    'What a close or revision of a month gives and takes by these results, streaks and figures (pay.item_series), per agent and reason: '
    'rewards and penalties, and pay items that name no input of payroll; of a revision, by how much they differ from what stood before (amount), and what they are then (becomes).';
