-- What a month's ranking follows from is named: what happened in the month; the orders that its inquiries look at, and those that make an
-- order a repeat; what its surveys are about; the tickets that were due in it.

create or replace function score.results_of_facts(for_month date, as_of timestamptz)
returns table (scope text, agent text, scheme text, total numeric, grade text, rank integer,
               reached text, barred text, why text)
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    behind  constant date := for_month + interval '1 month';
    back    constant integer := ref.window_days() - 1;
    late    constant integer := (select max(r.ticket_complaint_days) from ref.rule_set r);
    surveys constant bigint[] := fact.same_answer(array(select v.hash from fact.survey v where v.day >= for_month and v.day < behind));
    more    boolean := true;
begin
    if exists (select from settled.contact) then
        raise exception 'this calculates what nothing is settled of: it is for a copy (score.copy_rooms)';
    end if;
    perform settle.name_day(d::date) from generate_series(for_month::timestamp, behind - interval '1 day', interval '1 day') d;
    with bought as (
        select distinct c.customer
          from fact.order_event e
          join fact.order_event c on c.order_id = e.order_id and c.type = 'created'
         where e.day >= for_month - back and e.day < behind + back
    ), named as (
        select e.order_id from fact.order_event e where e.day >= for_month - back and e.day < behind + back
        union
        select e.order_id from bought b join fact.order_event e on e.customer = b.customer and e.type = 'created'
        union
        select v.reference from fact.survey v where v.hash = any (surveys) and v.subject = 'order'
    )
    insert into ingest.dirty (orders)
    select array_agg(n.order_id)
      from (select o.order_id, row_number() over (order by o.order_id) / 5000 as portion from named o) n
     group by n.portion;
    insert into ingest.dirty (tickets, surveys)
    select array(select e.ticket from fact.ticket_event e
                  where e.due >= (select d.starts_at from ref.day d where d.day = for_month)
                    and e.due < (select d.starts_at from ref.day d where d.day = behind)
                     or e.category = 'complaint' and e.day >= for_month - late - 1 and e.day < for_month
                 union
                 select v.reference from fact.survey v where v.hash = any (surveys) and v.subject = 'ticket'),
           surveys;
    while more loop
        more := (select r.dirty_left from settle.run(results_of_facts.as_of, true) r);
    end loop;
    return query select * from score.results(for_month);
end $$;

comment on function score.results_of_facts(date, timestamptz) is
    'score.results of a month, in a copy of the rooms in which nothing is settled: settles what it follows from as of an instant.';
