-- As ingest.write_order_events: the smaller row of one event stays. A row that changes may leave the answer that it was part of:
-- then that one changes too.

create or replace function ingest.write_surveys(sent ingest.survey_row[]) returns bigint[]
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    event   fact.survey[];
    written bigint[];
    changed bigint[];
begin
    event := array(
        select distinct on (s.hash)
               row(s.hash, s.at, s.day, s.subject, s.reference, s.agent, s.customer, s.dimension,
                   s.rating, s.scale, s.survey)::fact.survey
          from unnest(sent) s
         order by s.hash, s.at, s.subject collate "C", s.reference collate "C",
                  s.agent collate "C", s.customer, s.dimension collate "C", s.rating, s.scale,
                  s.survey collate "C");
    with new_row as (
        insert into fact.survey
        select e.* from unnest(event) e
        on conflict (hash) do nothing
        returning hash
    )
    select array_agg(n.hash) into written from new_row n;
    if cardinality(event) > coalesce(cardinality(written), 0) then
        changed := array(
            select v.hash from fact.survey v join unnest(event) e on e.hash = v.hash and e < v
             order by v.hash
               for update of v);
        written := written || fact.same_answer(changed);
        update fact.survey v
           set at = e.at, day = e.day, subject = e.subject, reference = e.reference, agent = e.agent,
               customer = e.customer, dimension = e.dimension, rating = e.rating, scale = e.scale,
               survey = e.survey
          from unnest(event) e
         where v.hash = e.hash and v.hash = any (changed);
    end if;
    return written;
end $$;

comment on function ingest.write_surveys(ingest.survey_row[]) is
    'The survey step of ingest.write. Returns the surveys that changed, and those that were one answer with them; NULL: none.';
