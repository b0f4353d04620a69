-- Twelve decimals, as those of means: a quotient on an edge stays on it.

create or replace function score.operator_divide(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select trim_scale(round(u.a / nullif(u.b, 0), 12))
          from unnest(numbers[1:1][:], numbers[2:2][:]) with ordinality as u(a, b, place)
         order by u.place)
$$;

comment on function score.operator_divide(score.subject[], numeric[], jsonb) is
    'The first operand by the second, to twelve decimals; NULL where one of them is, or the second is 0.';
