create or replace function web.has_ranks(for_month date) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    closed constant integer := period.latest(for_month);
begin
    if closed is not null then
        return exists (select from period.result r where r.month = for_month and r.revision = closed and r.rank is not null);
    end if;
    return exists (select from score.kept_result k where k.month = for_month and k.rank is not null)  -- the others cost a score of everybody
           or exists (select from merit.score r where r.month = for_month and r.rank is not null);
end $$;

comment on function web.has_ranks(date) is 'Whether anybody is ranked in a month (given by its first day), by any scheme: as frozen, or while it is not closed of merit.score or as it was when scores were last kept.';
