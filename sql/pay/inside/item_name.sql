create or replace function pay.item_name(l pay.ledger) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select i.item -> 'name' ->> h.language
      from period.closing_scheme f
      join score.scheme s using (scheme, version)
     cross join lateral jsonb_path_query(s.document, 'strict $.pay.items[*]', silent => true) i(item)
     cross join ref.shop h
     where l.kind in ('pay', 'pay_reversal') and f.scheme = l.scheme and f.month = to_date(l.period, 'YYYY-MM') and f.revision = l.revision
       and i.item ->> 'item' = l.reason
$$;

comment on function pay.item_name(pay.ledger) is 'What the scheme calls the pay item of a line, in the shop''s language; NULL: it is of none.';
