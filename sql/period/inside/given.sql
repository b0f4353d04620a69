create or replace function period.given(of_period text, of_agent text, metrics text[], targets text[])
returns table (kind text, reference text, at timestamptz, what text, amount numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select 'mark', m.hash::text, m.at,
           ref.said(ref.message('evidence.mark', trim_scale(m.score)::text, trim_scale(m.scale)::text, ref.term('role', m.role))), null::numeric
      from fact.counted_mark m
     where m.agent = of_agent and m.period = of_period and 'mark:' || m.indicator = any (metrics)
       and (m.hash in (select l.hash from fact.last_mark l)
            or m.hash::text in (select e.reference from fact.exclusion e where e.kind = 'mark' and e.ended_at is null))
    union all
    select 'target', t.hash::text, t.at, t.metric, t.value
      from fact.counted_target t
     where t.agent = of_agent and t.period = of_period and t.metric = any (targets)
       and (t.hash in (select l.hash from fact.last_target l)
            or t.hash::text in (select e.reference from fact.exclusion e where e.kind = 'target' and e.ended_at is null))
$$;

comment on function period.given(text, text, text[], text[]) is
    'The marks and targets of an agent for a month or term, by its name, behind metrics and targets: the last ones, and those that are left out.';
