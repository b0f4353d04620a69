create or replace function merit.frozen_terms(of_term text) returns setof period.term_result
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select s.*
      from period.term_result r
     cross join lateral jsonb_populate_record(r, jsonb_build_object('why', ref.said(r.why))) s
     where r.term = of_term
       and ((select merit.sees_all()) or r.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.frozen_terms(text) is 'What merit.term_result shows the caller for a term.';
