create or replace function period.shut(
    for_month date, for_revision integer, paying text, at timestamptz, signed_by text, reason text,
    blockers jsonb, warnings jsonb
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into period.closing (month, revision, as_of, closed_by, reason, final_from, complete_up_to, overridden,
                                accepted, rules, scheme, exclusions, input_hash, result_hash)
    values (for_month, for_revision, at, signed_by, nullif(reason, ''), period.final_from(for_month),
            period.complete_up_to(), blockers, warnings, to_jsonb(ref.rules()), paying, fact.exclusions_active(),
            period.input_hash(for_month), period.result_hash(for_month, for_revision))
$$;

comment on function period.shut(date, integer, text, timestamptz, text, text, jsonb, jsonb) is
    'Writes the row of a closed month and revision, when all that it froze is there.';
