-- A month that is closed by expressions, a checklist, marks, and bands of a team: frozen with its edges, and derived again from
-- what is frozen. A month that was closed before there were edges is right without them.
begin;
\ir fixture.psql
select plan(17);

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

-- Rules whose value is not the number that they took: a gate of one, over what is not frozen one by one and over what is; and a rule of
-- one's own. an plans 3 and cui 9; the east has received 40, and the west 20.
create function fixture.rule_half(subjects score.subject[], numbers numeric[], parameters jsonb) returns score.verdict[] language sql as $$
    select array(select row(n / 2, n / 4, null, null, null)::score.verdict from unnest(numbers) with ordinality as u(n, i) order by i)
$$;
insert into score.rule (rule, function, description, parameters) values ('half', 'fixture.rule_half', 'the half, and points for a half of that', '{"type": "object"}');
create function fixture.gate(name text, expression jsonb, condition jsonb, whose text) returns jsonb language sql as $$
    select jsonb_build_object('indicator', $1, 'values', jsonb_build_array($2), 'rule', 'gate',
                              'parameters', jsonb_build_object('conditions', jsonb_build_array($3), 'of', $4, 'points', 100))
$$;
select score.load((fixture.document() - '{rewards,streaks,weights_add_to}'::text[]) || jsonb_build_object('indicators', (
    select jsonb_agg('{"name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out"}' || i order by n)
      from unnest(array[fixture.gate('plan', '{"target": "tally:plans"}', '{"at_least": 3}', 'agent'), fixture.gate('least', '{"target": "tally:plans"}', '{"at_most": 8}', 'team'),
                        fixture.gate('together', '{"metric": "received", "of": "team"}', '{"at_least": 30}', 'agent'),
                        fixture.gate('done', '{"metric": "target_completion"}', '{"at_least": 0.9}', 'agent'),
                        '{"indicator": "half", "value": {"target": "tally:plans"}, "rule": "half", "parameters": {}}']) with ordinality as u(i, n))), '2025-03-01');
select fixture.month('2025-03-01', '{"an": 100, "bo": 70, "cui": 85}');
insert into fact.target (hash, at, agent, period, metric, value)
select nextval('fixture.hash'), '2025-03-01Z', t.agent, '2025-03', 'tally:plans', t.value from (values ('an', 3), ('cui', 9)) as t(agent, value);
select is((select string_agg(w ->> 'message', e'\n' order by w ->> 'message') from jsonb_array_elements(period.said(period.warnings('2025-03-01'))) w where w ->> 'code' = 'targets_missing'),
          E'no sales target: an, bo, cui\nno target for tally:plans: bo', 'each target is missed by its name');
select fixture.close('2025-03-01');
create function fixture.gates(view text) returns text language plpgsql as $$
declare
    shown text;
begin
    execute format('select string_agg(concat_ws('' '', agent, indicator, value, coalesce(trim_scale(points)::text, ''-''), numbers::text), e''\n'' order by agent, position(indicator in ''plan least together done half''))
                      from %s where month = ''2025-03-01'' and (agent <> ''bo'' or indicator = ''plan'')', $1) into shown;
    return shown;
end $$;
select is(fixture.gates('merit.score_indicator'), E'an plan 1 100 {3}\nan least 1 100 {3}\nan together 1 100 {40}\nan done 1 100 {1.00}\nan half 1.5000000000000000 0.75 {3}\n'
          'bo plan 0 - {NULL}\ncui plan 1 100 {9}\ncui least 0 0 {9}\ncui together 0 0 {20}\ncui done 1 100 {0.90}\ncui half 4.5000000000000000 2.25 {9}', 'beside a value that is not the number the number is shown');
select is(fixture.gates('merit.result_indicator'), fixture.gates('merit.score_indicator'), 'and frozen');
select is_empty($$ select * from period.verify() where month = '2025-03-01' $$, 'so that what is frozen follows from itself');

select * from finish();
rollback;
