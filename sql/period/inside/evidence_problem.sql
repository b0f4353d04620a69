create or replace function period.evidence_problem(asked period.grade_evidence) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with asking as materialized (  -- one row per scheme of the month, in force or by which it was closed, that looks at evidence
        select distinct s.scheme, s.version, s.document -> 'evidence' as evidence
          from (select f.scheme, f.version from score.in_force(asked.month) f
                union all
                select f.scheme, f.version from period.closing_scheme f where f.month = asked.month and f.revision = period.latest(asked.month)) v
          join score.scheme s using (scheme, version)
         where s.document #> '{evidence,without}' is not null
    ), item as (
        select distinct i.item
          from asking a
         cross join lateral jsonb_array_elements_text(a.evidence -> 'items') as i(item)
         where a.evidence -> 'grades' ? asked.grade
           and case i.item when 'who' then asked.who is null when 'what' then asked.what is null when 'when' then asked.happened_on is null end
    )
    select case
        when not exists (select from asking) then ref.message('refused.evidence_unasked', period.month_name(asked.month))
        when not exists (select from asking a where a.evidence -> 'grades' ? asked.grade)
            then ref.message('refused.evidence_grade', asked.grade, period.month_name(asked.month),
                     (select string_agg(distinct g, ', ') from asking a cross join lateral jsonb_array_elements_text(a.evidence -> 'grades') g))
        when exists (select from pay.alias_owners(period.month_name(asked.month), array[asked.agent]))
            then (select ref.message('refused.evidence_account', o.account, o.agent) from pay.alias_owners(period.month_name(asked.month), array[asked.agent]) o)
        when not exists (select from fact.agent_event e where e.agent = asked.agent)
             and not exists (select from unnest(period.present(asked.month)) p where p = asked.agent)
             and not exists (select from period.result r where r.month = asked.month and r.agent = asked.agent)
            then ref.message('refused.no_agent', asked.agent)
        when exists (select from item)
            then ref.message('refused.evidence_lacks',
                     (select string_agg(ref.said('lacks.' || i.item), ', ' order by array_position('{who,what,when}', i.item)) from item i))
        when asked.happened_on >= asked.month + interval '1 month'
            then ref.message('refused.evidence_after', asked.happened_on::text, period.month_name(asked.month))
        when asked.happened_on > (select (asked.filed_at at time zone h.zone)::date from ref.shop h)
            then ref.message('refused.evidence_ahead', asked.happened_on::text) end
$$;

comment on function period.evidence_problem(period.grade_evidence) is
    'Why this is no evidence that any scheme of its month asks for (ref.message); NULL: it is.';
