-- 0034: surveys by dimension.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

alter table settled.survey add column dimension text collate "C";
update settled.survey s set dimension = v.dimension from fact.survey v where v.hash = s.hash and v.dimension is not null;
comment on table settled.survey is
    'One row per answer to a survey, under the hash of its first row: the agent it counts for, its business day, (rating - 1) / '
    '(scale - 1) * 100, the dimension that was asked for (NULL: none).';

create table rollup.dimension_period (
    grain     text not null check (grain in ('day', 'month')),
    start     date not null,
    agent     text collate "C" not null,
    dimension text collate "C" not null,
    surveys   bigint not null,
    csat_sum  numeric not null,
    primary key (grain, start, agent, dimension)
) with (fillfactor = 70);  -- as rollup.agent_period
comment on table rollup.dimension_period is
    'One row per grain (day, month), business day or first day of a month, agent and dimension of any settled survey: how many there '
    'are, and the sum of their csat.';

insert into rollup.dimension_period (grain, start, agent, dimension, surveys, csat_sum)
select g.grain, date_trunc(g.grain, s.day::timestamp)::date, s.agent, s.dimension, count(*), trim_scale(sum(s.csat))
  from settled.survey s
 cross join (values ('day'), ('month')) as g(grain)
 where s.dimension is not null
 group by 1, 2, 3, 4;
