create or replace function post.told_lines(message post.message) returns setof pay.ledger
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select l.*
      from pay.ledger l
     where l.period = coalesce(message.term, period.month_name(message.month)) and l.revision = message.revision and l.kind in ('reward', 'penalty', 'reversal')
       and l.line <= coalesce((select h.line from pay.ledger h where h.hash = message.content ->> 'ledger_head'), 0)
       and l.line > coalesce((select max(h.line)
                                from post.message m
                                join pay.ledger h on h.hash = m.content ->> 'ledger_head'
                               where (m.month = message.month or m.term = message.term) and m.revision = message.revision and m.sequence < message.sequence), 0)
$$;

comment on function post.told_lines(post.message) is
    'The lines of the ledger of which a posting of a month or term is the first to tell: what was given, taken and taken back.';
