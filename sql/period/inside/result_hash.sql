-- Names the columns, so that a column added later does not change the hash of months closed before. Those named in arrays
-- were added later: they count only where they have a value.

create or replace function period.result_hash(for_month date, for_revision integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line (kind, text) as (
        select 'scheme', to_jsonb(s)::text
          from (select month, revision, scheme, version, checksum from period.closing_scheme) s
         where s.month = for_month and s.revision = for_revision
        union all
        select 'result', (to_jsonb(r) - array(select a from unnest(array['reached', 'why', 'lead_grade', 'graded', 'evidence']) a where to_jsonb(r) ->> a is null))::text
          from (select month, revision, scheme, agent, scope, team, name, employee, barred, total, grade, rank, place,
                       reached, why, lead_grade, graded, evidence
                  from period.result) r
         where r.month = for_month and r.revision = for_revision
        union all
        select 'indicator', (to_jsonb(i) - array(select a from unnest(array['numbers', 'edge', 'next_edge', 'missing', 'brings']) a
                                                  where to_jsonb(i) ->> a is null))::text
          from (select month, revision, scheme, agent, indicator, position, value, points, weight, contribution, numbers, edge,
                       next_edge, missing, brings
                  from period.indicator) i
         where i.month = for_month and i.revision = for_revision
        union all
        select 'metric', to_jsonb(m)::text
          from (select month, revision, agent, metric, value from period.metric) m
         where m.month = for_month and m.revision = for_revision
        union all
        select 'streak', to_jsonb(k)::text
          from (select month, revision, agent, condition, action, months, count, reached from period.streak) k
         where k.month = for_month and k.revision = for_revision
    )
    select encode(sha256(convert_to(
               coalesce(string_agg(l.kind || ' ' || l.text, E'\n' order by l.kind collate "C", l.text collate "C"), ''),
               'UTF8')), 'hex')
      from line l
$$;

comment on function period.result_hash(date, integer) is
    'SHA-256, in hex, of everything that is frozen for a revision of a month; period.closing keeps the hash of the day of '
    'closing.';
