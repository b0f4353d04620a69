-- Marks and targets are not frozen one by one, as in period.verify_points: what an indicator made of them is taken as it is. Months that came
-- after the close are no parts of what was frozen.

create or replace function period.verify_term_points(of_term text, of_revision integer, for_scheme text, for_version integer)
returns table (agent text, indicator text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    made_of  constant jsonb := document #> array['terms', (period.term_span(of_term)).grain];
    last     constant date := (select s.until - interval '1 month' from period.term_span(of_term) s);
    frozen   constant score.point[] := array(
        select row(f.agent, f.position, f.indicator, f.value, f.points, f.weight, null, f.numbers, f.edge, f.next_edge, f.missing, f.brings,
                   f.contribution, null)::score.point
          from period.term_indicator f where f.term = of_term and f.revision = of_revision and f.scheme = for_scheme);
    parts    constant text[] := array(select f.indicator from unnest(frozen) f group by f.indicator order by min(f.position));
    subjects constant score.subject[] := array(
        select row(r.agent, r.team)::score.subject from period.term_result r
         where r.term = of_term and r.revision = of_revision and r.scheme = for_scheme order by r.agent);
    remade   score.point[];
begin
    if made_of is not null then
        remade := array(select p from period.points_of_parts(parts, made_of,
            array(select row(t.part, r.agent, r.total, r.ranked)::period.part_total
                    from period.term_part t
                   cross join lateral period.frozen_part(t.part, t.part_revision, for_scheme) r
                   where t.term = of_term and t.revision = of_revision and t.part = any (parts))) p);
    else
        remade := array(select p from score.judged(
            last, of_term, for_scheme, for_version, subjects,
            period.frozen_term_series(of_term, of_revision, for_scheme, for_version, subjects), frozen) p);
    end if;
    return query
    select coalesce(f.agent, x.agent)::text, coalesce(f.indicator, x.indicator)::text
      from unnest(frozen) f
      full join unnest(remade) x on x.agent = f.agent and x.indicator = f.indicator
     where (f.value, f.points, f.weight, f.contribution, f.numbers, f.edge, f.next_edge, f.missing)
           is distinct from (x.value, x.points, x.weight, x.contribution, x.numbers, x.edge, x.next_edge, x.missing);
end $$;

comment on function period.verify_term_points(text, integer, text, integer) is
    'One row per frozen indicator of a term that does not follow: totals of parts from what was frozen of these; values of a scheme that '
    'scores the term itself from the frozen metrics of its months, and points and edges from the values.';
