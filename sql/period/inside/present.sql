create or replace function period.present(for_month date) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(select r.agent from rollup.shown_period r where r.grain = 'month' and r.start = for_month and r.agent not like '(%'
                  union
                 select p.agent from fact.present p where p.grain = 'month' and p.start = for_month and p.agent not like '(%');
end $$;

comment on function period.present(date) is
    'Who has anything in the month, if only a mark, a tally or a sales target: whom it scores. Not nobody''s.';
