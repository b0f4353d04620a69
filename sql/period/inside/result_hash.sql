-- Names the columns, so that a column added later does not change the hash of months closed before. Those named in arrays
-- were added later: they count only where they have a value. Metrics, nearly all lines, are spelt out as to_jsonb would: half the time.

create or replace function period.result_hash(for_month date, for_revision integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
as $$
    with line (text) as (
        select 'scheme ' || to_jsonb(s)::text
          from (select month, revision, scheme, version, checksum from period.closing_scheme) s
         where s.month = for_month and s.revision = for_revision
        union all
        select 'result ' || (r.j - array(select a from unnest(array['reached', 'why', 'lead_grade', 'graded', 'evidence']) a where r.j ->> a is null))::text
          from (select to_jsonb(x) as j
                  from (select month, revision, scheme, agent, scope, team, name, employee, barred, total, grade, rank, place,
                               reached, why, lead_grade, graded, evidence
                          from period.result) x
                 where x.month = for_month and x.revision = for_revision offset 0) r
        union all
        select 'indicator ' || (i.j - array(select a from unnest(array['numbers', 'edge', 'next_edge', 'missing', 'brings']) a where i.j ->> a is null))::text
          from (select to_jsonb(x) as j
                  from (select month, revision, scheme, agent, indicator, position, value, points, weight, contribution, numbers, edge,
                               next_edge, missing, brings
                          from period.indicator) x
                 where x.month = for_month and x.revision = for_revision offset 0) i
        union all
        select 'metric {"agent": ' || to_json(m.agent) || ', "month": "' || to_char(for_month, 'YYYY-MM-DD') || '", "value": '
               || coalesce(m.value::text, 'null') || ', "metric": ' || to_json(m.metric) || ', "revision": ' || m.revision || '}'
          from period.metric m
         where m.month = for_month and m.revision = for_revision
        union all
        select 'streak ' || to_jsonb(k)::text
          from (select month, revision, agent, condition, action, months, count, reached from period.streak) k
         where k.month = for_month and k.revision = for_revision
    )
    select encode(sha256(convert_to(coalesce(string_agg(l.text, E'\n' order by l.text collate "C"), ''), 'UTF8')), 'hex')
      from line l
$$;

comment on function period.result_hash(date, integer) is
    'SHA-256, in hex, of everything that is frozen for a revision of a month; period.closing keeps the hash of the day of '
    'closing.';
