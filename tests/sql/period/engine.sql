-- A month that is closed by expressions, a checklist, marks, and bands of a team: frozen with its edges, and derived again from
-- what is frozen. A month that was closed before there were edges is right without them.
begin;
\ir fixture.psql
select plan(13);

select fixture.staff('an', 'east'), fixture.staff('bo', 'east'), fixture.staff('cui', 'west');
select score.load((fixture.document() - 'weights_add_to') || jsonb_build_object('indicators', (
    select jsonb_agg('{"name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out"}' || i order by n)
      from jsonb_array_elements('[
          {"indicator": "relative", "value": {"divide": [{"metric": "target_completion"}, {"mean": [{"metric": "target_completion"}], "of": "shop"}]},
           "rule": "bands", "parameters": {"at_least": [{"value": 1.2, "points": 100}, {"value": 1, "points": 60}], "otherwise": 0,
               "by_team": {"west": {"at_least": [{"value": 0.9, "points": 90}], "otherwise": 1}}}},
          {"indicator": "sheet", "values": [{"multiply": [{"metric": "target_completion"}, {"number": 60}]}, {"tally": "reports"}],
           "rule": "checklist", "parameters": {"items": [{"maximum": 50}, {"maximum": 50}]}},
          {"indicator": "execution", "value": {"marks": "execution", "roles": {"self": 30, "lead": 70}, "points_of": "each"},
           "rule": "mark", "parameters": {"allowed": [100, 80, 0]}},
          {"indicator": "by_lead", "value": {"first": [{"marks": "execution", "roles": {"lead": 1}, "points_of": "mean"}, {"target": "sales"}]},
           "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}},
          {"indicator": "again", "value": {"add": [{"indicator": "sheet"}, {"indicator": "execution"}]}, "rule": "ratio", "parameters": {"times": 0.5, "cap": 100}}]')
          with ordinality as u(i, n))), '2025-02-01');
select fixture.month('2025-01-01', '{"an": 100, "bo": 70}'), fixture.month('2025-02-01', '{"an": 100, "bo": 70, "cui": 85}');
insert into fixture.metric values ('an', '2025-02-01', 'tally:reports', 45);
select fixture.mark('an', 'self', 100, '2025-02'), fixture.mark('an', 'lead', 90, '2025-02');
select fixture.close('2025-01-01'), fixture.close('2025-02-01');

-- The mean is 0.9: 1.0 / 0.9, 0.8 / 0.9, and 1.0 of the team that has bands of its own. Weights in use: an 50, bo 20.
select is((select string_agg(concat_ws(' ', agent, value, points, coalesce(edge::text, '-'), coalesce(next_edge::text, '-'), coalesce(missing::text, '-'), round(brings, 4)), ', ' order by agent)
             from merit.result_indicator where month = '2025-02-01' and indicator = 'relative'),
          'an 1.111111111111 60 1 1.2 0.088888888889 8.0000, bo 0.888888888889 0 - 1 0.111111111111 30.0000, cui 1 90 0.9 - -', 'frozen with its edges');
select is((select string_agg(concat_ws(' ', agent, value, points, numbers::text), ', ' order by agent)
             from merit.result_indicator where month = '2025-02-01' and indicator = 'sheet'),
          'an 95 95 {60.00,45}, bo 48.00 48 {48.00,0}, cui 50 50 {54.00,0}', 'and the values of a checklist');
select is((select concat_ws(' ', value, points, edge, next_edge, round(brings, 4)) from merit.result_indicator
            where month = '2025-02-01' and indicator = 'execution' and agent = 'an'), '93 86 86 100 2.8000', 'and of marks');
select is_empty('select * from period.verify()', 'all of it follows from what is frozen');
select bag_eq($$ select agent, indicator, value, points, contribution, numbers, edge, next_edge, missing, brings from merit.result_indicator where month = '2025-02-01' $$,
              $$ select agent, indicator, value, points, contribution, numbers, edge, next_edge, missing, brings from merit.score_indicator where month = '2025-02-01' $$,
              'and is what is shown while the month is open');

alter table period.indicator disable trigger all;
create function fixture.wrong(change text, for_month date default '2025-02-01') returns text language plpgsql as $$
declare
    found text;
begin
    execute 'update period.indicator set ' || $1;
    found := (select string_agg(concat_ws(' ', p.agent, p.indicator), ', ' order by p.agent, p.indicator)
                from period.verify_points($2, 0, 'shop-service', case $2 when '2025-01-01' then 1 else 2 end) p);
    raise exception using errcode = 'MD000', message = coalesce(found, 'nothing');
exception when sqlstate 'MD000' then
    return sqlerrm;
end $$;
select is(fixture.wrong($$ brings = brings $$), 'nothing', 'nothing is wrong');
select is(fixture.wrong(c || $$ where agent = 'an' and indicator = 'sheet' $$), 'an sheet', c)
  from unnest(array['value = value + 1', 'numbers[2] = 44', 'edge = 1', 'next_edge = 101', 'missing = 6']) as c;
select is(fixture.wrong($$ points = 0 where agent = 'an' and indicator = 'relative' $$), 'an relative', 'points that the bands do not give');
select is(fixture.wrong($$ numbers = null, edge = null, next_edge = null, missing = null, brings = null $$, '2025-01-01'), 'nothing',
          'without edges a month is right too');

select * from finish();
rollback;
