create or replace function score.operator_first(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select (array_agg(n.value order by n.number) filter (where n.value is not null))[1]
          from score.numbered(numbers, cardinality(subjects)) n
         group by n.place
         order by n.place)
$$;

comment on function score.operator_first(score.subject[], numeric[], jsonb) is 'The first operand that is not NULL.';
