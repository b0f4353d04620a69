-- What holds for every shipped scheme, whatever people's values are: points and totals in their range, shares that add up, better
-- never worth less, quotas, nothing that depends on the order of rows; and explained promises are kept: raise the value by what is missing,
-- and the total rises by what that was to bring.
begin;
\ir fixture.psql
\set documents `for up in . .. ../.. ../../..; do ls $up/config/schemes/*.json && break; done 2>/dev/null | while read f; do echo "$comma"; cat $f; comma=,; done`
select plan(23);

-- Everybody is scored by every scheme, each value being a metric of its own; but marks of which each has points are people's.
select count(*) from (
    select score.load(jsonb_set(d.document - 'applies_to', '{eligibility,roles}',
                                case when d.document ->> 'scheme' = 'gas-centre-lead' then '["branch-lead"]' else '["agent"]' end::jsonb))
      from jsonb_array_elements(('[' || :'documents' || ']')::jsonb) as d(document)) l;
update score.indicator i
   set expressions = (select jsonb_agg(jsonb_build_object('metric', concat_ws('.', 'x', i.scheme, i.position, n)) order by n)
                        from generate_series(1, jsonb_array_length(i.expressions)) n)
 where i.expressions #>> '{0,points_of}' is distinct from 'each';

-- Four teams, each with ten who are ranked, two who are not, and a lead; three without a team.
create table fixture.person as
select format('a%s', to_char(n, 'FM00')) as agent, n, case when n <= 52 then 'team-' || n % 4 end as team,
       case when n > 48 and n <= 52 then 'branch-lead' when n > 44 and n <= 48 then 'dispatch' else 'agent' end as role,
       case when n > 40 and n <= 44 then 'intern' else 'regular' end as status
  from generate_series(1, 55) n;
select count(*) from (select fixture.staff(agent, team, role, status, day => '2000-01-01') from fixture.person) f;
insert into rollup.agent_period (grain, start, agent, received)
select 'day', date '2026-10-01' + d, agent, 1 from fixture.person cross join generate_series(0, 19) d;
insert into rollup.agent_period (grain, start, agent, received)
select 'day', date '2026-09-01' + d, agent, 1 from fixture.person cross join generate_series(0, 19) d;

-- Around every edge, the best first; and NULL.
create function fixture.candidates(rule text, p jsonb, number integer, side integer) returns numeric[] language sql as $$
    select array_agg(c.value order by c.value * $4 desc) || null::numeric
      from (select distinct value from (
            select (b -> 'value')::numeric + d from jsonb_array_elements(coalesce($2 -> 'at_least', $2 -> 'at_most')) b, unnest('{-0.001,0,0.001,3}'::numeric[]) d
            union all
            select ($2 -> 'from')::numeric + k * ($2 -> 'unit')::numeric / 2 from generate_series(-60, 60) k
            union all
            select ($2 -> 'cap')::numeric / ($2 -> 'times')::numeric * k / 10 from generate_series(-1, 12) k where $1 = 'ratio'
            union all
            select k / 2.0 from generate_series(0, 2 * (($2 -> 'full')::numeric / ($2 -> 'per')::numeric)::integer + 4) k where $1 = 'deduct'
            union all
            select m::numeric + d from jsonb_array_elements_text($2 -> 'allowed') m, unnest('{-1,0,1}'::numeric[]) d
            union all
            select ($2 #> '{range,from}')::numeric + k * 5 from generate_series(-1, 22) k
            union all
            select ($2 #> array['items', ($3 - 1)::text, 'maximum'])::numeric * k / 4 from generate_series(0, 5) k
            union all
            select coalesce(c -> 'at_least', c -> 'at_most')::numeric + d from (select $2 #> array['conditions', ($3 - 1)::text]) x(c), unnest('{-0.01,0,0.01}'::numeric[]) d) v(value)
            where value is not null) c
$$;
create function fixture.hash(word text) returns integer language sql immutable as $$ select ('x' || left(md5($1), 7))::bit(28)::integer $$;

-- side: 1 where more is better. Every third person has good values only.
create table fixture.wanted as
select v.*, fixture.candidates(v.rule, v.parameters, v.number, v.side) as candidates
  from (select i.scheme, i.position, i.indicator, i.rule, i.parameters, n as number, concat_ws('.', 'x', i.scheme, i.position, n) as metric,
               case when i.rule = 'gate' then case when i.parameters #> array['conditions', (n - 1)::text] ? 'at_least' then 1 else -1 end
                    when i.better = 'higher' then 1 else -1 end as side
          from score.indicator i cross join lateral generate_series(1, jsonb_array_length(i.expressions)) n
         where i.expressions #>> '{0,points_of}' is distinct from 'each') v;
create table fixture.value as
select w.scheme, w.position, w.rule, w.parameters, w.number, w.side, w.metric, p.agent,
       w.candidates[1 + fixture.hash(p.agent || w.metric) % case when p.n % 3 = 0 then 4 else cardinality(w.candidates) end] as value
  from fixture.wanted w cross join fixture.person p;
create index on fixture.metric (month);

-- Marks of which each has points, up to three of a role: on what is allowed, around it, and of a role that does not weigh. counts: the
-- next lower allowed one, better: the next better one.
create table fixture.given as
select g.*, coalesce(c.counts, g.allowed[1]) as counts,
       coalesce((select min(a) from unnest(g.allowed) a where a > coalesce(c.counts, g.allowed[1])), g.mark) as better
  from (select i.scheme, i.position, i.expressions #>> '{0,marks}' as indicator, i.expressions #> '{0,roles}' as roles, v.allowed, p.agent, r.role,
               r.role || k as rater,
               least(100, greatest(0, v.allowed[1 + fixture.hash(concat(p.agent, i.position, r.role, k)) % cardinality(v.allowed)]
                                      + ('{-9,-0.001,0,0,0.5,7}'::numeric[])[1 + fixture.hash(concat(k, r.role, i.scheme, p.agent)) % 6])) as mark
          from score.indicator i
         cross join fixture.person p
         cross join unnest('{self,lead,peer}'::text[]) r(role)
         cross join generate_series(1, 3) k
         cross join lateral (select array(select m::numeric from jsonb_array_elements_text(i.parameters -> 'allowed') m order by 1) as allowed) v
         where i.expressions #>> '{0,points_of}' = 'each' and k <= fixture.hash(p.agent || r.role || i.scheme) % 4) g
  left join lateral (select max(a) as counts from unnest(g.allowed) a where a <= g.mark) c on true;

-- The months: October as it is; September the same in another order. Three in which a value of everybody is raised by what is missing to
-- it, and three in which it is bettered by anything: another indicator's with each person and month.
create table fixture.variant as
select v.kind, n as turn, (v.year || '-0' || n || '-01')::date as month from (values ('promise', 2020), ('better', 2023)) v(kind, year) cross join generate_series(1, 3) n;
create function fixture.chosen(scheme text, n integer, turn integer) returns smallint language sql stable as $$
    select (1 + ($2 + $3) % count(*))::smallint from score.indicator i where i.scheme = $1
$$;
insert into fixture.metric (agent, month, metric, value)
select p.agent, m, 'received', 20 from fixture.person p
 cross join (select month::date as m from fixture.variant union all values (date '2026-10-01'), ('2026-09-01')) m;
insert into fixture.metric (agent, month, metric, value) select agent, '2026-10-01', metric, value from fixture.value;
insert into fixture.metric (agent, month, metric, value)
select agent, '2026-09-01', metric, value from fixture.value order by fixture.hash(agent || metric || 'again');
select count(*) from (select fixture.mark(agent, role, mark, rater, indicator => indicator) from fixture.given order by fixture.hash(agent || rater)) f;
select count(*) from (select fixture.mark(agent, role, mark, rater, indicator => indicator, period => '2026-09') from fixture.given order by fixture.hash(rater || agent)) f;
analyze fixture.metric;
create table fixture.point as select s.scheme, p.* from score.scheme s cross join lateral score.points('2026-10-01', s.scheme, 1) p;
create table fixture.graded as select s.scheme, g.* from score.scheme s cross join lateral score.graded('2026-10-01', s.scheme, 1) g;
analyze fixture.point, fixture.value;
create table fixture.changing as
select x.kind, x.month, s.scheme, p.agent, fixture.chosen(s.scheme, p.n, x.turn) as position
  from fixture.variant x cross join score.scheme s cross join fixture.person p;
analyze fixture.changing;
insert into fixture.metric (agent, month, metric, value)
select v.agent, x.month, v.metric,
       case when v.position <> x.position then v.value
            when x.kind = 'better' then v.value + v.side * (array[0.001, 0.01, 0.3, 1, 7, 30])[1 + fixture.hash(v.agent || v.metric) % 6]
            when v.rule = 'checklist' then case when v.value is not null then (v.parameters #> array['items', (v.number - 1)::text, 'maximum'])::numeric end
            when v.rule = 'gate' then coalesce(v.parameters #> array['conditions', (v.number - 1)::text, 'at_least'],
                                               v.parameters #> array['conditions', (v.number - 1)::text, 'at_most'])::numeric
            else coalesce(p.value + p.missing, v.value) end
  from fixture.value v
  join fixture.point p using (scheme, position, agent)
  join fixture.changing x using (scheme, agent);
select count(*) from (
    select fixture.mark(g.agent, g.role,
                        case when g.position <> x.position then g.mark
                             when x.kind = 'promise' then g.better
                             else least(100, g.mark + ('{0,0.001,0.5,20,60}'::numeric[])[1 + fixture.hash(g.rater || g.agent || x.month) % 5]) end,
                        g.rater, indicator => g.indicator, period => to_char(x.month, 'YYYY-MM'))
      from fixture.given g join fixture.changing x using (scheme, agent)) f;
analyze fixture.metric;
create table fixture.changed as
select x.kind, x.month, s.scheme, p.*
  from fixture.variant x cross join score.scheme s cross join lateral score.points(x.month, s.scheme, 1) p;
analyze fixture.changed;
create table fixture.total as select scheme, agent, sum(contribution) as total from fixture.point group by scheme, agent;
create table fixture.total_then as select kind, month, scheme, agent, sum(contribution) as total from fixture.changed group by kind, month, scheme, agent;

select is((select count(distinct scheme) from fixture.point), (select count(*) from score.scheme), 'every scheme scores');
select set_has('select rule from score.indicator', $$ values ('bands'), ('checklist'), ('deduct'), ('figure'), ('gate'), ('linear'), ('mark'), ('ratio') $$, 'and every rule is in some of them');
select is_empty('select * from fixture.point p join score.indicator i using (scheme, indicator) where p.points not between 0 and i.out_of', 'points are of what they are out of');
select is_empty('select * from fixture.graded where total not between 0 and 100', 'and totals of 100');
select cmp_ok((select count(distinct total) from fixture.graded), '>', 300::bigint, 'which differ');
select is_empty($$ select * from fixture.graded g
                     join fixture.total p using (scheme, agent)
                    where abs(g.total - p.total) > 0.005000001 or (g.total is null) <> (p.total is null) $$, 'contributions add up to the total');

select is_empty($$ select *
                     from (select r.scheme, r.position, r.agent, sum(r.weight * r.mark) / sum(r.weight) as value, sum(r.weight * r.counts) / sum(r.weight) as points
                             from (select g.scheme, g.position, g.agent, (g.roles -> g.role)::numeric as weight, avg(g.mark) as mark, avg(g.counts) as counts
                                     from fixture.given g where g.roles ? g.role group by g.scheme, g.position, g.agent, g.role, g.roles) r
                            group by r.scheme, r.position, r.agent) e
                     full join (select p.* from fixture.point p where (p.scheme, p.position) in (select scheme, position from fixture.given)) p
                               using (scheme, position, agent)
                    where coalesce(abs(e.points - p.points) > 1e-9 or abs(e.value - p.value) > 1e-9, num_nonnulls(e.points, p.points) > 0) $$,
                'marks of which each has points weigh by role, and within a role alike');

-- What is promised.
create table fixture.promised as
select b.*, v.value as value_then, v.points as points_then, w.total - t.total as gained
  from fixture.point b
  join fixture.changing x on x.kind = 'promise' and (x.scheme, x.agent, x.position) = (b.scheme, b.agent, b.position)
  join fixture.changed v on (v.kind, v.month, v.scheme, v.agent, v.indicator) = (x.kind, x.month, b.scheme, b.agent, b.indicator)
  join fixture.total t on (t.scheme, t.agent) = (b.scheme, b.agent)
  join fixture.total_then w on (w.kind, w.month, w.scheme, w.agent) = (x.kind, x.month, b.scheme, b.agent)
 where b.brings is not null and b.weight > 0;
select set_eq('select distinct scheme, indicator from fixture.promised', 'select scheme, indicator from score.indicator where weight > 0', 'of every indicator of every scheme that weighs something, something is missing to somebody');
select is_empty('select * from fixture.promised where value_then is distinct from value + missing', 'with what is missing the value is on the next edge');
select is_empty('select * from fixture.promised where abs(gained - brings) > 1e-9', 'and the total rises by what it was to bring');
select is_empty($$ select * from fixture.promised where brings < 0 or (brings > 0) <> (points_then > points) $$, 'which is more points');
select is_empty($$ select * from (select p.*, max(points) over (partition by scheme, indicator) as most from fixture.point p) p
                    where value is not null and next_edge is null and points < most $$, 'nothing is missing only to whom nobody is above');
select is_empty($$ select * from fixture.point p where p.value is null and (p.edge, p.next_edge, p.missing) is distinct from (null::numeric, null::numeric, null::numeric) $$,
                'without a value there is no edge');

-- Better is never worth less: among people, and for each of them.
select is_empty($$ select * from (select p.*, lag(p.points) over (partition by p.scheme, p.indicator
                                                                  order by case i.better when 'higher' then p.value else - p.value end, p.points) as before
                                    from fixture.point p join score.indicator i using (scheme, indicator)
                                   where p.value is not null and i.rule not in ('gate', 'checklist') and i.expressions #>> '{0,points_of}' is distinct from 'each') s where points < before $$, 'a better value has no fewer points');
select is_empty($$ select * from fixture.changed v join fixture.point p using (scheme, indicator, agent)
                    where v.kind = 'better' and v.points < p.points $$, 'nor whoever betters a value');
select is_empty($$ select * from fixture.total_then v join fixture.total p using (scheme, agent) where v.kind = 'better' and v.total < p.total - 1e-9 $$,
                'and no smaller total');
select is_empty($$ select * from fixture.graded a join fixture.graded b on a.scheme = b.scheme and a.rank < b.rank and a.team = b.team where a.total < b.total $$,
                'nobody is ranked above a greater total');

-- Quotas: of ten who are ranked 10 % and 15 % are one each; by shares of the lead's grade so many tenths.
select is_empty($$ select team, grade from fixture.graded where scheme = 'shop-service' and rank is not null and team is not null and grade in ('特优', '优秀')
                    group by team, grade having count(*) > 1 $$, 'no team has more of a grade than its cap');
select cmp_ok((select count(*) from fixture.graded where scheme = 'shop-service' and grade <> reached), '>', 3::bigint, 'which took grades from some');
select is_empty($$ select s.team, l.grade
                     from (select team, grade as of_lead from fixture.graded where scheme = 'gas-centre-lead' and barred is null) l0
                     join lateral (select document -> 'shares_by_lead' -> 'shares' -> l0.of_lead as shares from score.scheme where scheme = 'gas-centre-staff') d on true
                     join score.grade l on l.scheme = 'gas-centre-staff'
                     join fixture.graded s on s.scheme = 'gas-centre-staff' and s.team = l0.team and s.rank is not null
                     join score.grade g on g.scheme = s.scheme and g.grade = s.grade
                    group by s.team, l.grade, l.position
                   having count(*) <> 10
                       or count(*) filter (where g.position <= l.position)
                          > coalesce(min(10 * (select sum((d.shares -> u.grade)::numeric) from score.grade u where u.scheme = l.scheme and u.position <= l.position)), 0) $$,
                'nor more than the shares that its lead''s grade leaves');
select is_empty($$ select * from generate_series(0, 200) n
                    cross join lateral (select fixture.hash('a' || n) % 400 as a, fixture.hash('b' || n) % 400 as b) h
                    cross join lateral (select array[a / 1000.0, b / 1000.0, (1000 - a - b) / 1000.0] as shares) s
                    cross join lateral (select score.seats(s.shares, n) as seats) t
                    where (select sum(x) from unnest(t.seats) x) <> n
                       or exists (select from unnest(t.seats, s.shares) u(seats, share) where abs(u.seats - u.share * n) >= 1) $$,
                'seats add up to the size, none further from its share than one');

-- Nothing depends on the order of rows.
select set_eq($$ select s.scheme, g.* from score.scheme s cross join lateral score.graded('2026-09-01', s.scheme, 1) g $$,
              'select * from fixture.graded', 'values in another order, and the same totals, ranks and grades');
select set_eq($$ select s.scheme, g.*
                   from score.scheme s
                  cross join lateral score.grades(
                        array(select row(p.agent, p.position, p.indicator, p.value, p.points, p.weight, p.better, p.numbers, p.edge, p.next_edge,
                                         p.missing, p.brings, p.contribution, p.worth)::score.point
                                from fixture.point p where p.scheme = s.scheme order by fixture.hash(p.agent || p.indicator)),
                        array(select row(t.agent, t.team, t.barred, t.why, null)::score.person
                                from score.standing('2026-10-01', s.scheme, 1, array(select agent from fixture.person)) t order by fixture.hash(t.agent)),
                        s.scheme, 1) g
                  where not s.document ? 'shares_by_lead' $$,
              $$ select * from fixture.graded where scheme <> 'gas-centre-staff' $$, 'people and points likewise');
select * from finish();
rollback;
