create or replace function web.score_before(history jsonb, for_month date, total numeric) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('month', h.one -> 'month', 'total', h.one -> 'total', 'rank', h.one -> 'rank',
                              'change', trim_scale(score_before.total - (h.one ->> 'total')::numeric))
      from jsonb_array_elements(history) h(one)
     where h.one ->> 'month' = period.month_name((for_month - interval '1 month')::date)
$$;

comment on function web.score_before(jsonb, date, numeric) is
    'The month before in an agent''s history (web.history): {month, total, rank, change}, by how much the total of this month is higher. NULL: it is '
    'not there.';
