-- People's marks: roles and their weights, allowed marks, raters, periods.
begin;
\ir fixture.psql
select plan(17);
select score.load(fixture.document());

-- value and points of the mark indicator.
create function fixture.marked(agent text, month date default '2026-10-01') returns numeric[] language sql stable as $$
    select array[i.value, i.points] from merit.score_indicator as i
    where i.agent = $1 and i.month = $2 and i.indicator = 'mark:execution'
$$;
select count(fixture.agent(agent)) from unnest(string_to_array('a b c d e f g h i j k l', ' ')) as agent;

select is(fixture.points('mark', '{"allowed": [100, 80, 60, 40, 0]}', 120, 100, 99.99, 80, 79, 39, 0),
          array[100, 100, 80, 80, 60, 0, 0]::numeric[], 'rule mark: the next lower allowed one');
select is(fixture.points('mark', '{"allowed": [100, 80, 70, 50]}', 40), array[50]::numeric[], 'below the lowest allowed: the lowest');

select fixture.mark('a', 'self', 100), fixture.mark('a', 'lead', 80);
select is(fixture.marked('a'), array[86, 86]::numeric[], 'self weighs 30, lead 70: 30 + 56');
select fixture.mark('b', 'self', 99), fixture.mark('b', 'lead', 61);
select is(fixture.marked('b'), array[0.3 * 99 + 0.7 * 61, 0.3 * 80 + 0.7 * 60], 'each mark counts as the next lower allowed one');
select fixture.mark('c', 'lead', 60);
select is(fixture.marked('c'), array[60, 60]::numeric[], 'a role that did not mark leaves its weight to the other');
select fixture.mark('d', 'self', 40), fixture.mark('d', 'manager', 100), fixture.mark('d', 'peer', 100), fixture.mark('d', 'hq', 100);
select is(fixture.marked('d'), array[40, 40]::numeric[], 'only listed roles count');
select fixture.mark('e', 'manager', 100);
select is(fixture.marked('e'), array[null, null]::numeric[], 'marked by other roles alone: not marked');
select fixture.mark('f', 'lead', 80, 'zhao'), fixture.mark('f', 'lead', 100, 'qian'), fixture.mark('f', 'self', 60);
select is(fixture.marked('f'), array[81, 81]::numeric[], 'raters of one role are averaged: 0.7 * 90 + 0.3 * 60');
select fixture.mark('g', 'lead', 40, 'zhao', '2026-10-20Z'), fixture.mark('g', 'lead', 100, 'zhao', '2026-10-21Z');
select is(fixture.marked('g'), array[100, 100]::numeric[], 'the last mark of a rater counts');
select fixture.mark('h', 'lead', 80, 'zhao', '2026-10-20Z'), fixture.mark('h', 'manager', 100, 'zhao', '2026-10-21Z');
select is(fixture.marked('h'), array[null, null]::numeric[], 'the last mark of a rater counts, in whatever role it was given');
select fixture.mark('i', 'lead', 4, scale => 5), fixture.mark('i', 'self', 5, scale => 5);
select is(fixture.marked('i'), array[86, 86]::numeric[], 'marks are scaled to 100');
select fixture.mark('j', 'lead', 80, period => '2026-Q4'), fixture.mark('j', 'lead', 80, period => '2026-09'),
       fixture.mark('j', 'lead', 80, indicator => 'attitude');
select is(fixture.marked('j'), array[null, null]::numeric[], 'marks of other periods and indicators do not count');
select fixture.mark('k', 'lead', 80, 'r1'), fixture.mark('k', 'lead', 80, 'r2'), fixture.mark('k', 'lead', 100, 'r3'),
       fixture.mark('k', 'self', 80, 's1'), fixture.mark('k', 'self', 80, 's2'), fixture.mark('k', 'self', 100, 's3');
select is(fixture.marked('k'), array[round(260 / 3.0, 12), round(260 / 3.0, 12)], 'a mean of thirds has twelve decimals');
select fixture.mark('l', 'lead', 80, 'r1'), fixture.mark('l', 'lead', 80, 'r2'), fixture.mark('l', 'lead', 100, 'r3'),
       fixture.mark('l', 'self', 40);
select is((fixture.marked('l'))[2], round(0.7 * 260 / 3 + 0.3 * 40, 12), 'and so has a weighed one');

-- The other reading: the roles are weighed first.
select score.load(jsonb_set(fixture.document(), '{indicators,7,value,points_of}', '"mean"'), '2026-11-01');
select fixture.agent('a', month => '2026-11-01'), fixture.agent('b', month => '2026-11-01');
select fixture.mark('a', 'self', 100, period => '2026-11'), fixture.mark('a', 'lead', 80, period => '2026-11');
select is(fixture.marked('a', '2026-11-01'), array[86, 80]::numeric[], 'points_of mean: the weighed mean counts as the next lower one');
select fixture.mark('b', 'lead', 70, 'r1', period => '2026-11'), fixture.mark('b', 'lead', 80, 'r2', period => '2026-11'),
       fixture.mark('b', 'lead', 100, 'r3', period => '2026-11'), fixture.mark('b', 'self', 70, 's1', period => '2026-11'),
       fixture.mark('b', 'self', 60, 's2', period => '2026-11'), fixture.mark('b', 'self', 60, 's3', period => '2026-11');
select is((fixture.marked('b', '2026-11-01'))[1], round((70 * 250 / 3.0 + 30 * 190 / 3.0) / 100, 12),
          'a weighed mean is right to twelve decimals');
select is((fixture.marked('b', '2026-11-01'))[2], 60::numeric, 'and 77.33 counts as 60');

select * from finish();
rollback;
