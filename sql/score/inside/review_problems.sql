-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.review_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with review as (  -- one row per review that is an object
        select format('$.reviews[%s]', x.i - 1) as place, x.i, x.item ->> 'action' as action, x.item -> 'metric' as metric
          from jsonb_path_query(document, 'strict $.reviews[*]', silent => true) with ordinality as x(item, i)
         where jsonb_typeof(x.item) = 'object'
    )
    select r.place || '.action', format('must be unique; %s stands above already', r.action)
      from review r
     where exists (select from review other where other.action = r.action and other.i < r.i)
    union all
    select r.place || '.action', format('must be none that the month''s end asks for by itself; is %s', r.action)
      from review r
     where r.action in ('improvement_plan', 'coaching', 'review', 'interview', 'self_mark_again', 'second_review_by_manager',
                        'review_of_post', 'resignation_review')
    union all
    select r.place || '.metric', format('must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is %s%s', ref.excerpt(r.metric),
                                        '; did you mean ' || ref.nearest(r.metric #>> '{}', array(select m.metric from score.metric_list() m)) || '?')
      from review r
     where jsonb_typeof(r.metric) = 'string' and not score.metric_known(r.metric #>> '{}')
    union all
    select format('$.streaks[%s].action', x.i - 1), 'must not be interview: that is a step of self_mark_gap here'
      from jsonb_path_query(document, 'strict $.streaks[*]', silent => true) with ordinality as x(item, i)
     where x.item ->> 'action' = 'interview' and document ? 'self_mark_gap'
$$;

comment on function score.review_problems(jsonb) is 'The part of score.check for the reviews that a month asks for, and for interviews.';
