create or replace function score.asks(document jsonb, grain text, member text) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select document ? member
           and (coalesce(document ->> 'period', 'month') = grain or coalesce(document #> array['terms', grain, 'needs'] ? member, false))
$$;

comment on function score.asks(jsonb, text, text) is
    'Whether a scheme asks for its signatures or its evidence (member) at the end of a month, quarter, half_year or year (grain): of those that it scores '
    'itself, and of those made of parts whose needs name it.';
