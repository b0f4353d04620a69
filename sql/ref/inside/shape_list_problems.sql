create or replace function ref.shape_list_problems(item jsonb, shape jsonb, place text)
returns table (path text, problem text)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    sort_member constant text := shape ->> 'by';
    direction   constant text := shape ->> 'strictly';
begin
    if jsonb_array_length(item) < (shape ->> 'least')::int then
        return query select place, format('needs at least %s', shape ->> 'least');
    end if;
    return query
    select p.path, p.problem
      from jsonb_array_elements(item) with ordinality as e(value, i)
     cross join lateral ref.shape_problems(e.value, shape -> 'of', format('%s[%s]', place, e.i - 1)) p;
    if direction is null then
        return;
    end if;
    -- Compares only numbers: whatever is not a number has been named above, and what is missing may be missing.
    return query
    with key as (  -- one row per item: what it is ordered by
        select e.i, case when sort_member is null then e.value else e.value -> sort_member end as value
          from jsonb_array_elements(item) with ordinality as e(value, i)
    ), step as (  -- one row per number, and the number before it
        select k.i, k.value::numeric as here, lag(k.value::numeric) over (order by k.i) as before
          from key k where jsonb_typeof(k.value) = 'number'
    )
    select format('%s[%s]%s', place, s.i - 1, '.' || sort_member),
           format('must be %s than the one before it, %s; is %s',
                  case direction when 'rising' then 'greater' else 'less' end, s.before, s.here)
      from step s
     where case direction when 'rising' then s.here <= s.before else s.here >= s.before end;
end $$;

comment on function ref.shape_list_problems(jsonb, jsonb, text) is
    'The part of ref.shape_problems for lists: too few, wrong items, and items out of order.';
