create or replace function pay.item_figures(listed jsonb) returns table (indicators text[], metrics text[])
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(l.leaf ->> 'indicator') filter (where l.leaf ? 'indicator'), '{}'),
           coalesce(array_agg(coalesce(l.leaf ->> 'metric', 'tally:' || (l.leaf ->> 'tally'))) filter (where l.leaf ?| '{metric,tally}'), '{}')
      from score.leaves(jsonb_path_query_array(listed, '$[*].amount')) as l(leaf)
$$;

comment on function pay.item_figures(jsonb) is 'Which indicators and metrics (tallies as tally:KIND) the listed pay items name.';
