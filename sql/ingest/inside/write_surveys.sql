-- As ingest.write_order_events: the smaller row of one event stays.

create or replace function ingest.write_surveys(sent ingest.survey_row[]) returns bigint[]
language sql
set search_path = pg_catalog, pg_temp
as $$
    with event as (
        select distinct on (s.hash)
               s.hash, s.at, s.day, s.subject, s.reference, s.agent, s.customer, s.dimension,
               s.rating, s.scale, s.survey
          from unnest(sent) s
         order by s.hash, s.at, s.subject collate "C", s.reference collate "C",
                  s.agent collate "C", s.customer, s.dimension collate "C", s.rating, s.scale,
                  s.survey collate "C"
    ), written as (
        insert into fact.survey as v
        select * from event
        on conflict (hash) do update
           set at = excluded.at, day = excluded.day, subject = excluded.subject,
               reference = excluded.reference, agent = excluded.agent,
               customer = excluded.customer, dimension = excluded.dimension,
               rating = excluded.rating, scale = excluded.scale, survey = excluded.survey
         where excluded < v
        returning v.hash
    )
    select array_agg(w.hash) from written w
$$;

comment on function ingest.write_surveys(ingest.survey_row[]) is
    'The survey step of ingest.write. Returns the surveys that changed; NULL: none.';
