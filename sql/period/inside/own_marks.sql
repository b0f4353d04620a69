create or replace function period.own_marks(of_period text)
returns table (agent text, mark text, role text, points numeric, at timestamptz, rater text, otherwise boolean)
language plpgsql stable rows 100
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    marker constant text := period.marker();
    raters constant text[] := marker || merit.selves();
begin
    return query
    select m.agent, m.indicator, m.role, m.points, m.at, m.rater, m.rater = any (raters) and m.rater <> marker
      from fact.last_mark m
     where m.period = of_period
       and (m.rater = any (raters) or starts_with(m.rater, marker || '/'));
end $$;

comment on function period.own_marks(text) is
    'One row per mark that the caller has given for a month or term and that counts: of a sample each one (rater MARKER/ID), else the last. '
    'otherwise: from another account of the caller.';
