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
        when not exists (select from asking) then format('no scheme of %s asks for evidence', period.month_name(asked.month))
        when not exists (select from asking a where a.evidence -> 'grades' ? asked.grade)
            then format('the grade %s needs no evidence in %s; these do: %s', asked.grade, period.month_name(asked.month),
                        (select string_agg(distinct g, ', ') from asking a cross join lateral jsonb_array_elements_text(a.evidence -> 'grades') g))
        when exists (select from pay.alias_owners(asked.month, array[asked.agent]))
            then (select format('%s is an account of %s: file it for %2$s', o.account, o.agent) from pay.alias_owners(asked.month, array[asked.agent]) o)
        when not exists (select from fact.agent_event e where e.agent = asked.agent)
             and not exists (select from unnest(period.present(asked.month)) p where p = asked.agent)
             and not exists (select from period.result r where r.month = asked.month and r.agent = asked.agent)
            then format('there is no agent %s', asked.agent)
        when exists (select from item)
            then format('the evidence does not say %s', (select string_agg(i.item, ', ' order by array_position('{who,what,when}', i.item)) from item i))
        when asked.happened_on >= asked.month + interval '1 month'
            then format('%s is after %s: it did not happen in the month', asked.happened_on, period.month_name(asked.month))
        when asked.happened_on > (select (asked.filed_at at time zone h.zone)::date from ref.shop h)
            then format('%s lies ahead: it has not happened yet', asked.happened_on) end
$$;

comment on function period.evidence_problem(period.grade_evidence) is
    'Why this is no evidence that any scheme of its month asks for; NULL: it is.';
