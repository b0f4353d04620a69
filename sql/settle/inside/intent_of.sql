create or replace function settle.intent_of(customer uuid, day date, agent text, as_of timestamptz)
returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select p.intent
      from fact.counted_part p
     where p.customer = intent_of.customer and p.day = intent_of.day and p.agent = intent_of.agent
       and p.counts_after < intent_of.as_of and p.intent is not null
     order by p.intent_at, p.intent_hash
     limit 1
$$;

comment on function settle.intent_of(uuid, date, text, timestamptz) is
    'The intent of a contact whose conversations disagree: that of the earliest customer message that has one.';
