create or replace function score.operator_add(subjects score.subject[], numbers numeric[], parameters jsonb)
returns numeric[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select case when count(n.value) = count(*) then sum(n.value) end
          from score.numbered(numbers, cardinality(subjects)) n
         group by n.place
         order by n.place)
$$;

comment on function score.operator_add(score.subject[], numeric[], jsonb) is 'The sum of the operands; NULL where one of them is.';
