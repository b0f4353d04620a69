create or replace function period.shut_term(closing period.term_closing, signed_by text, reason text) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select period.record_appeals();
    insert into period.term_closing (term, revision, as_of, closed_by, reason, overridden, accepted, scheme, input_hash, result_hash)
    values (closing.term, closing.revision, closing.as_of, signed_by, nullif(reason, ''), closing.overridden, closing.accepted,
            closing.scheme, closing.input_hash, period.term_result_hash(closing.term, closing.revision));
    select pay.record(c) from period.term_closing c where (c.term, c.revision) = (closing.term, closing.revision);
$$;

comment on function period.shut_term(period.term_closing, text, text) is
    'Writes the closing of a term and revision, as period.freeze_term returned it, once everything that it froze is there.';
