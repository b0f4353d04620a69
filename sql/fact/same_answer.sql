create or replace function fact.same_answer(surveys bigint[]) returns bigint[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(k.hash)
      from (select unnest(surveys) as hash
            union
            select m.hash
              from fact.survey v
              join fact.survey m on m.survey = v.survey and m.dimension is not distinct from v.dimension
             where v.hash in (select unnest(surveys)) and v.survey is not null) k
$$;

comment on function fact.same_answer(bigint[]) is
    'The surveys given, by their hashes, each once, and all that are one answer with them.';
