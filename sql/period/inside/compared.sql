-- On what weighs nothing no total depends, but pay, counts and the next month may; and these may go by the value where the points stay, or by
-- points that make no difference to a total.

create or replace function period.compared(for_scheme text, for_version integer, grain text)
returns table (indicator text, figure boolean)
language sql stable rows 10
set search_path = pg_catalog, pg_temp
as $$
    select n.indicator, n.weight = 0
      from score.scheme s
     cross join lateral pay.item_figures(coalesce(pay.formula(s.document, grain) -> 'items', '[]')) f
      join score.indicator n on n.scheme = s.scheme and n.version = s.version
     where s.scheme = for_scheme and s.version = for_version
       and (n.weight = 0 or n.indicator = any (f.indicators)
            or jsonb_path_exists(s.document, '$.counts.*[*] ? (@.indicator == $name)', jsonb_build_object('name', n.indicator))
            or exists (select from score.leaf l where l.scheme = s.scheme and l.version = s.version and l.leaf ->> 'before' = n.indicator))
$$;

comment on function period.compared(text, integer, text) is
    'One row per indicator of a scheme''s version that drift and revisions of a month, quarter, half_year or year compare beside totals, ranks and grades: what weighs '
    'nothing (figure), and what pay items, counts or the next month look at.';
