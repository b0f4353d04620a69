create or replace function period.proofs(of_period text, items jsonb)
returns table (agent text, grade text, evidence bigint)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct on (e.agent, e.grade) e.agent, e.grade, e.id
      from period.grade_evidence e
     where (e.month = period.month_of(of_period) or e.term = of_period)
       and not exists (select from period.grade_evidence_end n where n.evidence = e.id)
       and not exists (select from jsonb_array_elements_text(items) as i(item)
                        where case i.item when 'who' then e.who is null when 'what' then e.what is null
                                          when 'when' then e.happened_on is null end)
     order by e.agent, e.grade, e.id
$$;

comment on function period.proofs(text, jsonb) is
    'One row per agent and grade of a month or term for which there is evidence that counts: with all the items that the scheme asks for '
    '(evidence.items), and not withdrawn. evidence: the first such.';
