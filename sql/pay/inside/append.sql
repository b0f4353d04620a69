-- Everybody may know the head of the chain. Without a secret, a hidden amount could be found by trying amounts until the
-- hash is that of the head. So the note of a line that is hidden from some people holds a number that nobody can guess.

create or replace function pay.append(entries pay.entry[], signed_by text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    e    pay.entry;
    l    pay.ledger;
    here text := (select s.currency from ref.shop s);
begin
    if cardinality(entries) = 0 then
        return;
    end if;
    perform period.lock();
    select x.line, x.hash into l.line, l.hash from pay.ledger x order by x.line desc limit 1;
    l.line := coalesce(l.line, 0);
    l.hash := coalesce(l.hash, repeat('0', 64));
    l.currency := here;
    l.posted_by := signed_by;
    foreach e in array entries loop
        l.line := l.line + 1;
        l.posted_at := clock_timestamp();
        l.prev_hash := l.hash;
        select e.period, e.revision, e.agent, e.scheme, e.reason, e.kind, e.amount, e.reverses, e.waives, e.note
          into l.period, l.revision, l.agent, l.scheme, l.reason, l.kind, l.amount, l.reverses, l.waives, l.note;
        if l.kind in ('waived', 'waived_reversal', 'pay', 'pay_reversal') then
            l.note := ref.message(l.note, gen_random_uuid()::text);
        end if;
        l.hash := encode(sha256(convert_to(pay.ledger_text(l), 'UTF8')), 'hex');
        insert into pay.ledger select l.*;
    end loop;
end $$;

comment on function pay.append(pay.entry[], text) is
    'Appends lines to the ledger in the order given, each chained to the line before it, under the lock of the month''s '
    'end.';
