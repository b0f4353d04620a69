create or replace function period.count_actions(of_term text, parts period.term_part[], for_scheme text, for_version integer, awards jsonb)
returns table (agent text, action text, because text, due_days integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row
        select s.document, s.document #>> array['terms', (period.term_span(of_term)).grain, 'of'] as of_grain
          from score.scheme s where s.scheme = for_scheme and s.version = for_version
    ), part as materialized (  -- one row per part of which the term is made
        select p.part, p.part_revision, case when s.of_grain = 'month' then to_date(p.part, 'YYYY-MM') end as month
          from scheme s
         cross join unnest(parts) p
         where case when s.of_grain = 'month' then p.part ~ '^\d{4}-\d\d$' else (period.term_span(p.part)).grain = s.of_grain end
    ), result as materialized (  -- one row per part and agent
        select p.part, r.agent, r.total, r.rank, r.place
          from part p join period.result r on r.month = p.month and r.revision = p.part_revision and r.scheme = for_scheme
        union all
        select p.part, r.agent, r.total, r.rank, null
          from part p join period.term_result r on r.term = p.part and r.revision = p.part_revision and r.scheme = for_scheme
    ), figure as materialized (
        select n.indicator from score.indicator n where n.scheme = for_scheme and n.version = for_version and n.weight = 0
    ), value as materialized (  -- one row per part, agent and indicator that weighs something, or nothing for anybody
        select p.part, i.agent, i.indicator, i.value
          from part p join period.indicator i on i.month = p.month and i.revision = p.part_revision and i.scheme = for_scheme
         where i.weight > 0 or i.indicator in (select g.indicator from figure g)
        union all
        select p.part, i.agent, i.indicator, i.value
          from part p join period.term_indicator i on i.term = p.part and i.revision = p.part_revision and i.scheme = for_scheme
         where i.weight > 0 or i.indicator in (select g.indicator from figure g)
    ), found as (  -- one row per award, part and agent of whom it holds
        select e.award, r.part, r.agent
          from jsonb_array_elements(awards) as e(award)
         cross join scheme s
          join result r on r.rank is not null
                       and case e.award ->> 'when' when 'below_pass_mark' then r.total < (s.document -> 'pass_mark')::numeric
                                                   when 'below_coaching' then r.total < (s.document -> 'coaching_below')::numeric
                                                   else r.place = e.award ->> 'when' end
        union all
        select e.award, v.part, v.agent
          from jsonb_array_elements(awards) as e(award)
          join value v on v.indicator = e.award ->> 'indicator' and v.value < (e.award -> 'below')::numeric
    )
    select f.agent, f.award ->> 'award',
           case when f.award ? 'indicator'
                then ref.message('ask.count_below', count(*)::text, (select count(*) from part)::text, f.award ->> 'indicator',
                                 trim_scale((f.award -> 'below')::numeric)::text)
                else ref.message('ask.count', count(*)::text, (select count(*) from part)::text, 'count.' || (f.award ->> 'when')) end,
           (f.award -> 'due_days')::integer
      from found f
     group by f.agent, f.award
    having count(*) >= (f.award -> 'least')::integer
$$;

comment on function period.count_actions(text, period.term_part[], text, integer, jsonb) is
    'What a scheme''s list of awards by count (counts) asks of whom in a term that is made of these parts, as they are closed: in so many of them the agent '
    'was ranked first, last or below a mark, or had less than so much of an indicator.';
