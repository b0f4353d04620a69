create or replace function pay.item_name(l pay.ledger) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select i.item -> 'name' ->> h.language
      from (select f.scheme, f.version, 'month' as grain from period.closing_scheme f where f.month = period.month_of(l.period) and f.revision = l.revision
            union all
            select f.scheme, f.version, (period.term_span(l.period)).grain from period.term_scheme f where f.term = l.period and f.revision = l.revision) f
      join score.scheme s using (scheme, version)
     cross join lateral jsonb_path_query(pay.formula(s.document, f.grain), 'strict $.items[*]', silent => true) i(item)
     cross join ref.shop h
     where l.kind in ('pay', 'pay_reversal') and f.scheme = l.scheme and i.item ->> 'item' = l.reason
$$;

comment on function pay.item_name(pay.ledger) is 'What the scheme calls the pay item of a line, in the shop''s language; NULL: it is of none.';
