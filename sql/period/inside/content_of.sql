-- Without amounts it is what it was before there were approvals, and with them what it was before they had becomes, so that signatures from then
-- count: what an amount becomes follows from the inputs and schemes.

create or replace function period.content_of(inputs text, paying text, schemes text[], amounts period.amount[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select encode(sha256(convert_to(array_to_string(inputs || (paying || schemes) || a.told, ' '), 'UTF8')), 'hex')
      from (select jsonb_agg(jsonb_build_object('agent', x.agent, 'reason', x.reason, 'amount', x.amount) order by x.i)::text as told
              from unnest(amounts) with ordinality as x(agent, reason, amount, becomes, i)) a
$$;

comment on function period.content_of(text, text, text[], period.amount[]) is
    'SHA-256, in hex, of what is signed: what its results follow from (period.inputs_now), the name of the scheme that pays, the '
    'checksums of all schemes in their order by name, and what is to be approved (period.amounts_of).';
