create or replace function score.operator_subtract(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select u.a - u.b
          from unnest(numbers[1:1][:], numbers[2:2][:]) with ordinality as u(a, b, place)
         order by u.place)
$$;

comment on function score.operator_subtract(score.subject[], numeric[], jsonb) is
    'The first operand less the second; NULL where one of them is.';
