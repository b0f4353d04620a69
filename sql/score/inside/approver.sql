create or replace function score.approver(approvals jsonb, amount numeric) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select a.item ->> 'by'
      from jsonb_array_elements(approvals) with ordinality as a(item, place)
     where case when a.item ? 'below' then abs(amount) < (a.item ->> 'below')::numeric
                when a.item ? 'up_to' then abs(amount) <= (a.item ->> 'up_to')::numeric
                else true end
     order by a.place
     limit 1
$$;

comment on function score.approver(jsonb, numeric) is
    'The signer who approves an amount, given or taken, by the approvals of a scheme''s document: the first whose limit it keeps.';
