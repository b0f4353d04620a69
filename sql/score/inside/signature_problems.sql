-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.signature_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('$.signatures[%s]', e.i - 1), format('must be unique; %s stands above already', e.step #>> '{}')
      from (select x.step, x.i, row_number() over (partition by x.step order by x.i) as nth
              from jsonb_path_query(document, 'strict $.signatures[*]', silent => true) with ordinality as x(step, i)) e
     where e.nth > 1
$$;

comment on function score.signature_problems(jsonb) is 'The part of score.check for the signatures that a close needs.';
