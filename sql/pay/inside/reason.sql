create or replace function pay.reason(code text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select case ref.term('reason', code) when code then ref.term('action', code) else ref.term('reason', code) end $$;

comment on function pay.reason(text) is
    'The key in ref.words of a ledger line''s reason, as ref.term: of a month''s rewards or, where a longer period pays an award, of the action of '
    'that name.';
