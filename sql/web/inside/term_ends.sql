create or replace function web.term_ends(for_month date, people boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(s.state || jsonb_build_object('period', t.term, 'state_label', ref.said('month.' || (s.state ->> 'state')), 'evidence', case when people then web.grade_evidence(t.term) else '[]' end)
                              || case when merit.closes() then web.signatures(t.term) else '{"signatures": [], "content": null}' end order by t.n), '[]')
      from unnest(web.ended_terms(for_month)) with ordinality as t(term, n)
     cross join lateral (select web.term_state(t.term) as state offset 0) s
     where s.state is not null
$$;

comment on function web.term_ends(date, boolean) is
    'The quarter, half-year and year that end with a month, as far as a scheme has them: period, web.term_state with state_label, signatures and, for people, grades that need evidence.';
