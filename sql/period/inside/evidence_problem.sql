create or replace function period.evidence_problem(asked period.grade_evidence) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with named as materialized (  -- one row
        select n.name, period.last_month(n.name) as last
          from (select coalesce(asked.term, period.month_name(asked.month)) as name) n
    ), asking as materialized (  -- one row per scheme of the period, in force or by which it was closed, that looks at evidence
        select distinct s.scheme, s.version, s.document -> 'evidence' as evidence
          from named o
         cross join (values (true), (false)) as f(in_force)
         cross join lateral period.schemes_of(o.name, f.in_force) v
          join score.scheme s on s.scheme = v.scheme and s.version = v.version
         where s.document #> '{evidence,without}' is not null and score.asks(s.document, period.grain_of(o.name), 'evidence')
    ), item as (
        select distinct i.item
          from asking a
         cross join lateral jsonb_array_elements_text(a.evidence -> 'items') as i(item)
         where a.evidence -> 'grades' ? asked.grade
           and case i.item when 'who' then asked.who is null when 'what' then asked.what is null when 'when' then asked.happened_on is null end
    )
    select case
        when not exists (select from asking) then ref.message('refused.evidence_unasked', o.name)
        when not exists (select from asking a where a.evidence -> 'grades' ? asked.grade)
            then ref.message('refused.evidence_grade', asked.grade, o.name,
                     (select string_agg(distinct g, ', ') from asking a cross join lateral jsonb_array_elements_text(a.evidence -> 'grades') g))
        when exists (select from pay.alias_owners(o.name, array[asked.agent]))
            then (select ref.message('refused.evidence_account', w.account, w.agent) from pay.alias_owners(o.name, array[asked.agent]) w)
        when not exists (select from fact.agent_event e where e.agent = asked.agent)
             and not exists (select from period.months_of(o.name) m cross join lateral unnest(period.present(m)) p where p = asked.agent)
             and not exists (select from period.result r where r.month = asked.month and r.agent = asked.agent)
             and not exists (select from period.term_result r where r.term = asked.term and r.agent = asked.agent)
            then ref.message('refused.no_agent', asked.agent)
        when exists (select from item)
            then ref.message('refused.evidence_lacks',
                     (select string_agg(ref.said('lacks.' || i.item), ', ' order by array_position('{who,what,when}', i.item)) from item i))
        when asked.happened_on >= o.last + interval '1 month'
            then ref.message('refused.evidence_after', asked.happened_on::text, o.name)
        when asked.happened_on > (select (asked.filed_at at time zone h.zone)::date from ref.shop h)
            then ref.message('refused.evidence_ahead', asked.happened_on::text) end
      from named o
$$;

comment on function period.evidence_problem(period.grade_evidence) is
    'Why this is no evidence that any scheme of its month or term asks for (ref.message); NULL: it is.';
