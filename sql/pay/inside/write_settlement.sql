create or replace function pay.write_settlement(made pay.settlement, signed_by text) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    before bigint := coalesce((select max(l.line) from pay.ledger l), 0);
begin
    made.inputs := pay.inputs_now(made.period);
    perform pay.append(array(select e from pay.item_entries(made) e), signed_by);
    perform pay.append(array(select e from pay.waiver_entries(made) e), signed_by);
    insert into pay.settlement (month, term, revision, correction, settled_by, inputs, minimum, ledger_line)
    values (made.month, made.term, made.revision, made.correction, signed_by, made.inputs, made.minimum,
            coalesce((select max(l.line) from pay.ledger l), 0))
    returning * into made;
    perform pay.record(made);
    return jsonb_build_object('lines', coalesce((select jsonb_agg(to_jsonb(l) order by l.line)
                                                   from pay.ledger l where l.line > before), '[]'),
                              'ledger_head', pay.head());
end $$;

comment on function pay.write_settlement(pay.settlement, text) is
    'Writes a settlement with what pay items give and what is waived; pay.settle holds the lock of the month''s end. Returns {lines, ledger_head}.';
