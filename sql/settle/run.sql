-- Settles a batch of dirty rows in one transaction. The invariants it keeps:
--   4. no dirty row names an entity => its settled rows are the pure function of its facts and the
--      stored as_of;
--   5. roll-ups = sums of the lines of settled rows;
--   6. settled and rollup hold nothing that depends on when, in which order or by whom it was written.
-- Exactly the dirty rows deleted here are settled: visible dirty means visible facts, so whatever raced,
-- the last settlement is right. Without recursion: orders, contacts, tickets, surveys.

create or replace function settle.run(
    as_of timestamptz,
    wait  boolean default false,
    names integer default 100000,
    out worked     boolean,
    out settled    bigint,
    out dirty_left boolean,
    out names_left bigint,
    out recalculating boolean
)
language plpgsql
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan  -- plans see how many keys there are, and today's table sizes
set random_page_cost = 0.1  -- what is settled was just written: its pages are in memory
set seq_page_cost = 0.1
set cpu_operator_cost = 0.0005  -- to look up a key takes as long as to read ten rows, not a hundred: no table of the shop is read whole
set enable_mergejoin = off  -- no whole table in the order of its index
as $$
declare
    dirty    ingest.dirty;
    past     timestamptz;
    orders   record;
    contacts record;
    tickets  record;
    surveys  rollup.agent_period[];
begin
    worked := settle.lock(wait);
    if not worked then
        dirty_left := true;
        recalculating := false;
        return;
    end if;

    select s.as_of into past from settle.state s;
    select * into dirty from settle.take_dirty(names);
    settled := dirty.id;
    perform settle.name_staff(dirty.staff, dirty.staff_days);
    select dirty.customers || array_agg(p.customer), dirty.days || array_agg(p.day)
      into dirty.customers, dirty.days
      from fact.contact_part p
     where p.counts_after >= least(past, run.as_of) and p.counts_after < greatest(past, run.as_of);
    dirty.tickets := dirty.tickets || array(
        select t.ticket from settled.ticket t
         where t.due_open >= least(past, run.as_of) and t.due_open < greatest(past, run.as_of));

    orders := settle.apply_orders(dirty.orders || settle.orders_touched(dirty.customers, dirty.days));
    contacts := settle.apply_contacts(dirty.customers || orders.customers, dirty.days || orders.days, run.as_of);
    tickets := settle.apply_tickets(dirty.tickets, run.as_of);
    surveys := settle.apply_surveys(dirty.surveys, dirty.conversations, orders.recredited || settle.renamed(dirty.orders),
                                    tickets.reassigned || settle.renamed(dirty.tickets));
    perform rollup.add(contacts.new, contacts.old, orders.lines || tickets.lines || surveys);
    perform rollup.add_clocks();

    if past is distinct from run.as_of then
        insert into settle.state (as_of) values (run.as_of)
        on conflict (singleton) do update set as_of = excluded.as_of;
    end if;
    perform pg_catalog.pg_notify('merit_settled', pg_catalog.to_char(run.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
    recalculating := settle.recalculate_step();
    select count(*) > 0, coalesce(sum(d.names), 0) into dirty_left, names_left
      from (select d.names from ingest.dirty d limit 1000) d;
end $$;

comment on function settle.run(timestamptz, boolean, integer) is
    'Settles one batch of dirty rows as of an instant. worked: whether the lock was had (wait: waits for it); '
    'names: about how many things a batch settles; '
    'settled: how many dirty rows; dirty_left, names_left: whether there are more, and about how '
    'many things they name; recalculating: whether a change of rules, hours or accounts is worked at, and more of it can be done at once. '
    'Who listens to the channel merit_settled is told the instant when the settlement is committed.';
