create or replace function period.term_warnings(of_term text, of_revision integer default null, leader text default null) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with pays as materialized (  -- one row per scheme that has money for the term
        select f.scheme, v.document ->> 'currency' as currency, v.document, n.grain, n.last
          from (select n.grain, (n.until - interval '1 month')::date as last from period.term_span(of_term) n) n
         cross join lateral (select x.scheme, x.version from score.term_schemes(n.last, n.grain) x where of_revision is null
                             union all
                             select x.scheme, x.version from period.term_scheme x where x.term = of_term and x.revision = of_revision) f
          join score.scheme v on v.scheme = f.scheme and v.version = f.version
         where period.pays_term(v.document, n.grain)
    ), lead as materialized (
        select coalesce(leader, period.term_leader(of_term)) as scheme
    ), eligible as materialized (
        select e.* from period.term_eligible(of_term, of_revision, true) e
    ), leaf as materialized (  -- one row per named amount that has a target
        select l.scheme, l.version, l.indicator, l.target, i.weight
          from (select distinct e.scheme, e.version from eligible e) s
          join score.leaf l using (scheme, version)
          join score.indicator i using (scheme, version, indicator)
         where l.target is not null
    ), agreed as materialized (  -- one row per scheme and agent with whom weights are agreed
        select s.scheme, s.version, g.*
          from (select distinct l.scheme, l.version from leaf l) d
          join score.scheme s using (scheme, version)
         cross join lateral score.agreements((select (p.until - interval '1 month')::date from period.term_span(of_term) p), s.document -> 'agreed') g
    ), target as materialized (
        select t.agent, t.metric from fact.last_target t where t.period = of_term
    ), warning (code, message, agents) as (
        select 'targets_missing', ref.message('warning.target_missing', l.target), array_agg(distinct e.agent)
          from eligible e
          join leaf l using (scheme, version)
          left join agreed g using (scheme, version, agent)
         where e.present and (l.weight = 0 or g.weights is null or g.weights ? l.indicator)  -- but those that weigh 0 as was agreed
           and not exists (select from target t where t.agent = e.agent and t.metric = l.target)
         group by l.target
        union all
        select 'marks_due', ref.message('warning.marks_due', ref.term('role', d.role), d.mark), array_agg(distinct d.agent)
          from period.term_marks_due(of_term, array(select row(e.scheme, e.version, e.agent)::score.candidate from eligible e)) d
         where not d.marked
         group by d.mark, d.role
        union all
        select 'currency', ref.message('warning.currency', p.scheme, p.currency, h.currency), null
          from pays p
         cross join lead l
         cross join ref.shop h
         where p.scheme = l.scheme and p.currency <> h.currency
        union all
        select 'exclusion', ref.message('warning.exclusion', concat_ws(' ', e.kind, e.reference), e.excluded_by, e.id::text, e.reason), array_agg(distinct f.agent)
          from fact.exclusion e
          join fact.exclusion_effect f on f.exclusion = e.id and not f.ending and f.term = of_term
         where e.ended_at is null
         group by e.id
        union all
        select 'alias', ref.message('warning.term_alias', x.account, x.agent), array[x.account, x.agent]
          from lead l
          join pays p using (scheme)
         cross join lateral (
               select array(select r.agent from period.term_parts(of_term, 'month') m
                              join period.result r on r.month = m.month and r.revision = period.latest(m.month) and r.scheme = l.scheme
                             union
                            select unnest(period.term_present(of_term, true))) as accounts) k
          join ref.agent_alias x on x.days @> period.last_day(of_term) and x.account = any (k.accounts) and x.agent = any (k.accounts)
        union all
        select 'holders', 'warning.holders', array_agg(h.agent)
          from lead l
          join pays p using (scheme)
         cross join lateral (  -- accounts that different employee numbers had: as the months are frozen, and on the last day
               select x.agent
                 from (select r.agent, r.employee
                         from period.term_parts(of_term, 'month') m
                         join period.result r on r.month = m.month and r.revision = period.latest(m.month)
                       union all
                       select w.agent, w.employee from ref.staff_on(period.last_day(of_term)) w) x
                group by x.agent
               having count(distinct x.employee) > 1) h
         where case when p.document #> array['terms', p.grain] is null
                    then exists (select from score.who(p.last, p.document -> 'applies_to', array[h.agent]))
                    else exists (select from period.term_parts(of_term, 'month') m
                                   join period.result r on r.month = m.month and r.revision = period.latest(m.month) and r.scheme = p.scheme
                                  where r.agent = h.agent) end
        having count(*) > 0
        union all
        select 'unpaid', ref.message('warning.unpaid', p.scheme, l.scheme), null
          from pays p cross join lead l where p.scheme <> l.scheme
    )
    select coalesce(jsonb_agg(jsonb_build_object('code', w.code, 'message', w.message,
                                                 'agents', to_jsonb(array(select a from unnest(w.agents) a order by a collate "C")))
                              order by w.code desc, ref.say(w.message, 'en') collate "C"), '[]')
      from warning w
$$;

comment on function period.term_warnings(text, integer, text) is
    'What a close of the term must accept: [{code, message, agents}], for period.said: targets and marks for the term that schemes which '
    'score it themselves, those in force or of a revision, look at, of agents who would be ranked; marks and targets for it that are left out; where the term '
    'pays, accounts that became another agent''s in it, and accounts that it pays and another person had before; amounts in another currency than '
    'the shop''s; schemes with money for the term that another one (leader; NULL: the one of now) keeps from paying.';
