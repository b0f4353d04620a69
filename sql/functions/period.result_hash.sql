-- Columns that were added later count where they have a value: what was closed before keeps its hash.

create or replace function period.result_hash(for_month date, for_revision integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line (kind, text) as (
        select 'scheme', to_jsonb(s)::text from period.closing_scheme s
         where s.month = for_month and s.revision = for_revision
        union all
        select 'result', (to_jsonb(r) - array(select a from unnest(array['reached', 'why']) a
                                                         where to_jsonb(r) ->> a is null))::text from period.result r
         where r.month = for_month and r.revision = for_revision
        union all
        select 'indicator', to_jsonb(i)::text from period.indicator i
         where i.month = for_month and i.revision = for_revision
        union all
        select 'metric', to_jsonb(m)::text from period.metric m
         where m.month = for_month and m.revision = for_revision
        union all
        select 'streak', to_jsonb(k)::text from period.streak k
         where k.month = for_month and k.revision = for_revision
    )
    select encode(sha256(convert_to(
               coalesce(string_agg(l.kind || ' ' || l.text, E'\n' order by l.kind collate "C", l.text collate "C"), ''),
               'UTF8')), 'hex')
      from line l
$$;

comment on function period.result_hash(date, integer) is
    'SHA-256, in hex, over everything frozen for a month and revision; period.closing keeps what it was.';
