create or replace function web.present(for_month date) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(select r.agent from rollup.shown_period r where r.grain = 'month' and r.start = for_month and r.agent not like '(%'
                  union
                 select p.agent from fact.present p where p.grain = 'month' and p.start = for_month);
end $$;

comment on function web.present(date) is 'Who has anything in the month, but for nobody''s.';
