-- The standing of a revision is what the one before it left, whenever this is asked: neither the lines of the revision itself nor what was
-- taken back from it later count.

create or replace function period.amounts_of(
    of_period text, for_revision integer, paying score.scheme, earned pay.entry[], results period.result[], figures period.item[]
) returns period.amount[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with due as (
        select e.agent, e.reason, e.amount
          from unnest(earned) e
        union all
        select i.agent, i.item, i.amount
          from pay.items_of(paying.scheme, pay.items_known(pay.formula(paying.document, period.grain_of(of_period))), results, figures, '[]') i
    ), standing as (
        select l.agent, l.reason, l.amount
          from pay.ledger l
         where l.period = of_period and l.revision < for_revision and l.kind in ('reward', 'penalty')
           and not exists (select from pay.ledger x where x.reverses = l.line and x.revision < for_revision)
        union all
        select i.agent, i.item, i.amount
          from period.paying(of_period, for_revision - 1) p
         cross join lateral pay.items(of_period, for_revision - 1, '[]') i
         where jsonb_path_exists(pay.items_known(p.pay), '$[*] ? (@.item == $item)', jsonb_build_object('item', i.item))
    ), changed as (  -- one row per agent and reason
        select agent, reason, round(coalesce(d.amount, 0) - coalesce(s.amount, 0), 2) as amount, round(coalesce(d.amount, 0), 2) as becomes
          from (select d.agent, d.reason, sum(d.amount) as amount from due d group by d.agent, d.reason) d
          full join (select s.agent, s.reason, sum(s.amount) as amount from standing s group by s.agent, s.reason) s using (agent, reason)
    )
    select array(select row(c.agent, c.reason, c.amount, c.becomes)::period.amount
                   from changed c where c.amount <> 0 order by c.agent collate "C", c.reason collate "C")
$$;

comment on function period.amounts_of(text, integer, score.scheme, pay.entry[], period.result[], period.item[]) is
    'What a close or revision of a month or term gives and takes, per agent and reason: the rewards and penalties that it earns, and pay items that name no input '
    'of payroll, by these results and figures (pay.item_series); of a revision, by how much they differ from what stood before (amount), and what they are then (becomes).';
