create or replace function pay.waivers(
    of_period text, of_revision integer, inputs jsonb, minimum numeric, up_to bigint
) returns table (line bigint, agent text, scheme text, reason text, waived numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with given as (  -- one row per person
        select g.person, sum(g.amount) as inputs,
               coalesce(sum(g.amount) filter (where pay.is_commission(g.input)), 0) as commission
          from jsonb_to_recordset(inputs) as g(person text, input text, amount numeric)
         where g.input = any (pay.inputs_of(of_period, of_revision))
         group by g.person
    ), earned as (  -- one row per line of the revision that stood then
        select l.line, l.agent, l.scheme, l.reason, l.kind, l.amount, pay.person(r.agent, r.employee) as person,
               case when period.month_of(of_period) is not null then coalesce((p.document #> '{rewards,last,least_left}')::numeric, 0) else 0 end as least_left
          from period.paying(of_period, of_revision) p
          join pay.ledger l on l.period = of_period and l.revision = of_revision
          join period.results_of(of_period, of_revision, p.scheme) r on r.agent = l.agent
         where l.kind in ('reward', 'penalty', 'pay') and l.line <= up_to
           and not exists (select from pay.ledger x where x.reverses = l.line and x.line <= up_to)
    ), bearable as (  -- one row per person with a penalty
        select e.person,
               greatest(0, least(coalesce(g.commission, 0) - max(e.least_left),
                                 coalesce(g.inputs, 0) + coalesce(sum(e.amount) filter (where e.kind in ('reward', 'pay')), 0)
                                 - minimum)) as amount
          from earned e
          left join given g using (person)
         group by e.person, g.commission, g.inputs
    ), penalty as (  -- one row per penalty, with what the person owes up to and with it
        select e.*, sum(-e.amount) over (partition by e.person order by e.agent collate "C", e.line) as owed_up_to
          from earned e where e.kind = 'penalty'
    )
    select p.line, p.agent, p.scheme, p.reason, least(-p.amount, greatest(0, p.owed_up_to - b.amount))
      from penalty p
      join bearable b using (person)
     order by p.line
$$;

comment on function pay.waivers(text, integer, jsonb, numeric, bigint) is
    'One row per penalty of a revision of a closed month or term, as the ledger stood at a given line: the part that the person '
    'cannot bear, because of the commission in these inputs (of a month less what the scheme leaves) and of the minimum pay, if '
    'there is one.';
