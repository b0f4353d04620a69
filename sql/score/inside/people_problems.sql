-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.people_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select '$.eligibility.roles', 'must not name dispatch: it is never ranked'
     where document #> '{eligibility,roles}' ? 'dispatch'
    union all
    select format('$.applies_to[%s].until', e.i - 1), format('must not be before from, %s; is %s', e.item ->> 'from', e.item ->> 'until')
      from jsonb_path_query(document, 'strict $.applies_to[*]', silent => true) with ordinality as e(item, i)
     where e.item ->> 'until' < e.item ->> 'from'
$$;

comment on function score.people_problems(jsonb) is 'The part of score.check for whom the scheme is for.';
