-- Every object of scoring exists, is commented, and the public views have exactly the columns promised.
begin;
select plan(11);

select tables_are('score', array['rule', 'scheme', 'indicator', 'grade', 'stale', 'kept', 'unkept', 'kept_result', 'kept_indicator', 'operator']);
select set_eq(
    $$ select p.proname::text from pg_catalog.pg_proc as p where p.pronamespace = 'score'::regnamespace $$,
    array['agreement_problems', 'agreements', 'amounts', 'apart', 'approval_problems', 'approver', 'asks', 'before_series', 'by_threshold',
          'cap_reason', 'capped', 'carried', 'check', 'contributed',
          'contributions', 'copy_rooms', 'eligible', 'evaluate', 'evidence_problems', 'expression_problems', 'firsts', 'frozen_numbers', 'frozen_verdicts', 'grade_name',
          'grade_problems', 'graded', 'graded_under', 'grades', 'group_series', 'in_force', 'indicator_problems', 'join_marks', 'judged', 'keep',
          'kept_months', 'lead_grades', 'leaf_problems', 'leaf_shapes', 'leaves', 'left_out', 'load', 'load_default', 'load_grades',
          'load_indicators', 'look_ahead', 'mark_agents_stale', 'mark_series', 'mark_stale', 'mark_verdicts', 'metric_known', 'metric_means',
          'metric_list', 'month_metrics', 'named_agents', 'numbered', 'numbers', 'numbers_series', 'operator_add', 'operator_divide',
          'operator_first', 'operator_greatest', 'operator_interpolate', 'operator_least', 'operator_mean', 'operator_multiply',
          'operator_subtract', 'pay_leaf_shapes', 'pay_problems', 'people_problems', 'places', 'points', 'points_series', 'put', 'ranked', 'results',
          'results_of_facts', 'review_problems', 'rounded_quotient', 'rule_bands', 'rule_checklist', 'rule_deduct', 'rule_figure', 'rule_gate',
          'rule_linear', 'rule_mark', 'rule_problems', 'rule_ratio', 'scheme_shape', 'seats', 'share_problems', 'signature_problems',
          'signers', 'staff_day', 'standing', 'standings', 'target_series', 'term_problems', 'term_schemes', 'touched', 'touched_metrics',
          'unweighed', 'values_series', 'verdicts', 'weights', 'what_if', 'who', 'worn', 'worth'],
    'functions of the schema score');
select is_empty(
    $$ select p.oid::regprocedure from pg_catalog.pg_proc as p
       where p.pronamespace = 'score'::regnamespace and pg_catalog.obj_description(p.oid, 'pg_proc') is null $$,
    'each has a comment');
select is_empty(
    $$ select c.oid::regclass from pg_catalog.pg_class as c
       where (c.relnamespace = 'score'::regnamespace and c.relkind = 'r' or c.oid in ('merit.score'::regclass, 'merit.score_indicator'::regclass))
         and pg_catalog.obj_description(c.oid, 'pg_class') is null $$,
    'so has each table and view');
select is_empty(
    $$ select r.rule from score.rule as r where pg_catalog.to_regprocedure(r.function || '(score.subject[], numeric[], jsonb)') is null
       union all
       select o.operator from score.operator as o where pg_catalog.to_regprocedure(o.function || '(score.subject[], numeric[], jsonb)') is null $$,
    'each rule and operator of the registries has its function');

-- A plan for lists of any length, made while there were no marks, compared each of 230,000 marks with each of 10,000 agents.
select set_eq($$ select p.proname::text from pg_catalog.pg_proc as p
                  where p.pronamespace = 'score'::regnamespace and p.proconfig @> '{plan_cache_mode=force_custom_plan}' $$,
              array['amounts', 'mark_series', 'mark_verdicts', 'standing', 'standings'], 'who takes lists of agents to tables plans for their length');

create function pg_temp.columns(view_name text) returns text language sql as $$
    select string_agg(format('%s %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
    from pg_catalog.pg_attribute as a where a.attrelid = $1::regclass and a.attnum > 0
$$;
select is(pg_temp.columns('merit.score'),
    'month date, scope text, agent text, scheme text, total numeric, grade text, rank integer, reached text, barred text, why text',
    'columns of merit.score');
select is(pg_temp.columns('merit.score_indicator'),
    'month date, agent text, scheme text, indicator text, value numeric, points numeric, out_of numeric, weight numeric, contribution numeric, '
    'numbers numeric[], edge numeric, next_edge numeric, missing numeric, brings numeric',
    'columns of merit.score_indicator');

-- Names of metrics: every name that the metric view can show is known to schemes, and no near miss is.
select ok(score.metric_known(name), name || ' is a metric') from unnest(array['mark:execution', 'tally:late']) as name;
select ok(not bool_or(score.metric_known(name)), 'what is no metric is not known')
from unnest(array['', 'mark:', 'Sales', 'conversion', 'score']) as name;

select * from finish();
rollback;
