-- Marks, tallies and targets are never settled; views read them. Scores, counts and values arrive as the
-- nearest doubles and are stored as their shortest decimals.

create or replace function ingest.write_records(
    marks   ingest.mark_row[],
    tallies ingest.tally_row[],
    targets ingest.target_row[]
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into fact.mark as m
    select distinct on (s.hash)
           s.hash, s.at, s.agent, s.indicator, s.period, s.rater, s.role,
           s.score::text::numeric, s.scale::text::numeric
      from unnest(marks) s
     order by s.hash, s.at, s.agent collate "C", s.indicator collate "C", s.period collate "C",
              s.rater collate "C", s.role collate "C", s.score, s.scale
    on conflict (hash) do update
       set at = excluded.at, agent = excluded.agent, indicator = excluded.indicator,
           period = excluded.period, rater = excluded.rater, role = excluded.role,
           score = excluded.score, scale = excluded.scale
     where excluded < m;

    insert into fact.tally as t
    select distinct on (s.hash) s.hash, s.at, s.day, s.agent, s.kind, s.count::text::numeric
      from unnest(tallies) s
     order by s.hash, s.at, s.day, s.agent collate "C", s.kind collate "C", s.count
    on conflict (hash) do update
       set at = excluded.at, day = excluded.day, agent = excluded.agent, kind = excluded.kind,
           count = excluded.count
     where excluded < t;

    insert into fact.target as g
    select distinct on (s.hash) s.hash, s.at, s.agent, s.period, s.metric, s.value::text::numeric
      from unnest(targets) s
     order by s.hash, s.at, s.agent collate "C", s.period collate "C", s.metric collate "C", s.value
    on conflict (hash) do update
       set at = excluded.at, agent = excluded.agent, period = excluded.period,
           metric = excluded.metric, value = excluded.value
     where excluded < g;
$$;

comment on function ingest.write_records(ingest.mark_row[], ingest.tally_row[], ingest.target_row[]) is
    'The step of ingest.write for marks, tallies and targets.';
