create or replace function period.who_signs(of_period text, schemes_in_force boolean, step text, on_day date)
returns table (scheme text, signer text, agents text[], stands_in boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.scheme::text, w.item ->> 'signer', array(select h from period.holders(w.item, on_day) h), w.place > 1
      from period.schemes_of(of_period, schemes_in_force) n
      join score.scheme s on s.scheme = n.scheme and s.version = n.version
     cross join lateral jsonb_array_elements(score.signers(s.document, who_signs.step)) with ordinality as w(item, place)
     where score.asks(s.document, period.grain_of(of_period), 'signatures') and s.document -> 'signatures' ? who_signs.step
        or n.pays and who_signs.step <> all ('{submit,review,approve,file}')  -- approvals
     order by n.pays desc, s.scheme collate "C", w.place
$$;

comment on function period.who_signs(text, boolean, text, date) is
    'One row per scheme of the month or term that says who signs a step, and signer who may: the agents who are that signer on a day (period.holders). '
    'stands_in: for the signer who is named. No rows: any login of the closing role signs it.';
