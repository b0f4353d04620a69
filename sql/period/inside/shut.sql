create or replace function period.shut(closing period.closing, signed_by text, reason text) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select period.record_appeals();
    insert into period.closing (month, revision, as_of, closed_by, reason, final_from, complete_up_to, overridden,
                                accepted, rules, scheme, exclusions, input_hash, result_hash)
    values (closing.month, closing.revision, closing.as_of, signed_by, nullif(reason, ''), closing.final_from,
            closing.complete_up_to, closing.overridden, closing.accepted, closing.rules, closing.scheme,
            closing.exclusions, closing.input_hash, period.result_hash(closing.month, closing.revision));
    select pay.record(c) from period.closing c where (c.month, c.revision) = (closing.month, closing.revision);
$$;

comment on function period.shut(period.closing, text, text) is
    'Writes the closing of a month and revision, as period.freeze returned it, once everything that it froze is there.';
