create or replace function pay.penalties(for_month date)
returns table (line bigint, agent text, person text, employee text, amount numeric, missing text[], waived numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with input as (
        select i as name, i like '%commission' as commission from unnest(pay.inputs_of(for_month)) i
    ), people as materialized (
        select * from pay.people(for_month)
    ), penalty as (  -- the nth account of one person, with what went before
        select l.line, l.agent, coalesce(p.person, 'account ' || l.agent) as person, p.employee, -l.amount as owed,
               sum(-l.amount) over (partition by coalesce(p.person, 'account ' || l.agent)
                                    order by l.agent collate "C", l.line) as owed_up_to
          from pay.standing l
          left join people p using (agent)
         where l.period = period.month_name(for_month) and l.kind = 'penalty'
    ), given as (  -- one row per person and input
        select coalesce(p.person, 'account ' || i.agent) as person, i.input, sum(i.amount) as amount
          from pay.input i
          left join people p using (agent)
         where i.month = for_month
         group by 1, 2
    ), means as (  -- one row per person with a penalty
        select y.person, limits.minimum,
               array(select n.name from input n
                      where (n.commission or limits.minimum is not null)
                        and not exists (select from given g where g.person = y.person and g.input = n.name)) as missing,
               (select coalesce(sum(g.amount), 0) from given g join input n on n.name = g.input
                 where g.person = y.person and n.commission) - limits.least_left as commission,
               (select coalesce(sum(g.amount), 0) from given g join input n on n.name = g.input where g.person = y.person)
               + (select coalesce(sum(l.amount), 0) from pay.standing l
                    left join people p using (agent)
                   where l.period = period.month_name(for_month) and l.kind = 'reward'
                     and coalesce(p.person, 'account ' || l.agent) = y.person) as earned
          from (select distinct z.person from penalty z) y
         cross join (select s.minimum_pay as minimum,
                            coalesce((select (v.document #> '{rewards,last,least_left}')::numeric
                                        from period.closing c
                                        join period.closing_scheme f using (month, revision, scheme)
                                        join score.scheme v using (scheme, version)
                                       where c.month = for_month and c.revision = period.latest(for_month)),
                                     0) as least_left
                       from period.setting s) limits
    ), bearable as (
        select m.person, m.missing,
               greatest(0, least(m.commission, coalesce(m.earned - m.minimum, m.commission))) as amount
          from means m
    )
    select y.line, y.agent, y.person, y.employee, -y.owed, b.missing,
           case when cardinality(b.missing) = 0
                then least(y.owed, greatest(0, y.owed_up_to - b.amount)) end
      from penalty y
      join bearable b using (person)
     order by y.line
$$;

comment on function pay.penalties(date) is
    'One row per penalty that stands for a closed month: what of it the person''s commission of the month (less '
    'what the scheme leaves), and the minimum pay if one is set, do not bear; or which inputs are missing to say.';
