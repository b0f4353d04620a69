create or replace function fact.order_stays(order_id text, kept_from date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from fact.order_event e
                    where e.order_id = order_stays.order_id
                      and (e.day >= kept_from - fact.look_back() or ref.day_of(e.pay_due) >= kept_from - fact.look_back()))
        or exists (select from fact.survey v
                    where v.subject = 'order' and v.reference = order_stays.order_id and v.day >= kept_from)
$$;

comment on function fact.order_stays(text, date) is
    'Whether an order stays, with what was said about it, when facts are kept from a day on: it has an event or a deadline then or '
    'within look_back before, or a survey then.';
