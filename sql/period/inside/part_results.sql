create or replace function period.part_results(part text, for_scheme text, closed_only boolean, known period.part_total[])
returns table (agent text, total numeric, ranked boolean)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    for_month constant date := case when part ~ '^\d{4}-\d\d$' then to_date(part, 'YYYY-MM') end;
    last      constant integer := case when for_month is null then period.latest_term(part) else period.latest(for_month) end;
begin
    if last is null and (closed_only or exists (select from period.skipped k where k.month = for_month)) then
        return;
    elsif for_month is null and last is null then
        return query
        select g.agent, g.total, g.rank is not null
          from score.term_schemes((select (s.until - interval '1 month')::date from period.term_span(part) s), (select s.grain from period.term_span(part) s)) f
         cross join lateral period.term_graded(part, f.scheme, f.version, false, known) g
         where f.scheme = for_scheme;
    elsif for_month is null then
        return query
        select r.agent::text, r.total, r.rank is not null
          from period.term_result r
         where r.term = part and r.revision = last and r.scheme = for_scheme;
    elsif last is not null then
        return query
        select r.agent::text, r.total, r.rank is not null
          from period.result r
         where r.month = for_month and r.revision = last and r.scheme = for_scheme;
    elsif exists (select from unnest(known) k where k.part = part_results.part) then
        return query select k.agent, k.total, k.ranked from unnest(known) k where k.part = part_results.part;
    elsif for_month = any (score.kept_months()) then
        return query
        select k.agent::text, k.total, k.rank is not null from score.kept_result k where k.month = for_month and k.scheme = for_scheme;
    else
        return query
        select g.agent, g.total, g.rank is not null
          from score.in_force(for_month) f
         cross join lateral score.graded(for_month, f.scheme, f.version, null, score.touched(for_month)) g
         where f.scheme = for_scheme;
    end if;
end $$;

comment on function period.part_results(text, text, boolean, period.part_total[]) is
    'One row per agent whom a scheme scores in a month or term: as its last revision froze it or, if it is not closed, as it is now (closed_only: then nobody; nobody of a month that was skipped). '
    'known: what is already known of open months, which are not scored once more.';
