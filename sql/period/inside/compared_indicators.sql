-- On what weighs nothing no total depends, but pay, counts and the next month may; and pay may go by the value where the points stay, or by
-- points that make no difference to a total.

create or replace function period.compared_indicators(for_scheme text, for_version integer, grain text) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select n.indicator
          from score.scheme s
         cross join lateral pay.item_figures(coalesce(pay.formula(s.document, grain) -> 'items', '[]')) f
          join score.indicator n on n.scheme = s.scheme and n.version = s.version
         where s.scheme = for_scheme and s.version = for_version and (n.weight = 0 or n.indicator = any (f.indicators)))
$$;

comment on function period.compared_indicators(text, integer, text) is
    'The indicators of a scheme''s version that drift and revisions of a month, quarter, half_year or year compare beside totals, ranks and grades: what weighs nothing, and '
    'what pay items look at.';
