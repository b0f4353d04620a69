create or replace function pay.ledger_text(l pay.ledger) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
    select jsonb_build_object(
        'line', l.line, 'period', l.period, 'revision', l.revision, 'agent', l.agent, 'scheme', l.scheme,
        'reason', l.reason, 'kind', l.kind, 'amount', l.amount::text, 'currency', l.currency,
        'reverses', l.reverses, 'waives', l.waives, 'note', l.note,
        'posted_at', to_char(l.posted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'posted_by', l.posted_by,
        'prev_hash', l.prev_hash)::text
$$;

comment on function pay.ledger_text(pay.ledger) is
    'The canonical text of a line; the line''s hash is the SHA-256 (UTF-8, hex) of this text. JSON with every column '
    'except hash: members ordered by the length of their names, then by bytes; one space after each colon and comma; '
    'amounts as text with two decimals; the time in UTC, to the microsecond.';
