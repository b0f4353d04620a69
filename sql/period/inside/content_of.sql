-- Without amounts it is what it was before there were approvals, so that signatures from then count.

create or replace function period.content_of(inputs text, paying text, schemes text[], amounts period.amount[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select encode(sha256(convert_to(array_to_string(inputs || (paying || schemes)
                                                    || case when amounts <> '{}' then array[to_jsonb(amounts)::text] end, ' '), 'UTF8')), 'hex')
$$;

comment on function period.content_of(text, text, text[], period.amount[]) is
    'SHA-256, in hex, of what is signed: the hash of a month''s inputs (period.input_hash), the name of the scheme that pays, the '
    'checksums of all schemes in their order by name, and what is to be approved (period.amounts_of).';
