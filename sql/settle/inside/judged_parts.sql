-- Service hours are those of the agent's team on the day of the question, which is the part's.

create or replace function settle.judged_parts(customers uuid[], days date[], as_of timestamptz, rules ref.rule_set)
returns table (customer uuid, day date, agent text, customer_messages integer, agent_messages integer, closing_messages integer,
               first_customer_at timestamptz, intent text, asked timestamptz[], waits_ms bigint[], queued_ms bigint[],
               first_waits_ms bigint[], first_missing timestamptz[], unanswered timestamptz[], trailing_asked timestamptz[],
               handed_over timestamptz[], bot_answered timestamptz[], suspended integer)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    suspended_at  constant tstzmultirange := ref.suspended();
    millisecond   constant interval := '1 ms';
begin
    return query
    with part as materialized (
        select row_number() over () as n, p.*
          from (select distinct u.customer, u.day from unnest(customers, days) as u(customer, day)) as named
          join fact.counted_part p using (customer, day)
         where p.counts_after < judged_parts.as_of
    ), team as (
        select t.team, t.n
          from (select array_agg(p.agent order by p.n) as agents, array_agg(p.day order by p.n) as days from part p) a
         cross join unnest(ref.teams_on(a.agents, a.days)) with ordinality t(team, n)
    ), question as materialized (  -- one row per question, and once more where it was queued or had a first response
        select row_number() over () as id, p.n, q.kind, q.place, q.asked, q.begun, q.ended, q.asked <@ suspended_at as suspended
          from part p
         cross join lateral (
               select 'answered' as kind, r.place, r.asked,
                      settle.wait_begins(r.asked, r.asked + r.queued_ms * millisecond, rules.response_from) as begun,
                      r.asked + r.wait_ms * millisecond as ended
                 from unnest(p.asked, p.waits_ms, p.queued_ms) with ordinality as r(asked, wait_ms, queued_ms, place)
               union all
               select 'queued', r.place, r.asked, r.asked, r.asked + r.queued_ms * millisecond
                 from unnest(p.asked, p.queued_ms) with ordinality as r(asked, queued_ms, place) where r.queued_ms is not null
               union all
               select 'first', r.place, p.asked[r.i], p.asked[r.i], p.asked[r.i] + p.waits_ms[r.i] * millisecond
                 from unnest(p.first_rounds) with ordinality as r(i, place)
               union all
               select 'first', coalesce(cardinality(p.first_rounds), 0) + r.place, r.asked, r.asked, r.asked + r.wait_ms * millisecond
                 from unnest(p.first_asked, p.first_waits_ms) with ordinality as r(asked, wait_ms, place)
               union all
               select k.kind, r.place, r.asked, null, null
                 from (values ('missing', p.first_missing), ('unanswered', p.unanswered), ('trailing', p.trailing_asked),
                              ('handed_over', p.handed_over), ('bot', p.bot_answered)) k(kind, asked)
                cross join unnest(k.asked) with ordinality as r(asked, place)) q
    ), wait as (
        select w.ms, w.id
          from (select array_agg(t.team order by q.id) as teams, array_agg(q.begun order by q.id) as begun,
                       array_agg(q.ended order by q.id) as ended
                  from question q join team t using (n)) a
         cross join unnest(ref.counted_waits(a.teams, a.begun, a.ended)) with ordinality w(ms, id)
    ), judged as (
        select q.n,
               array_agg(q.asked order by q.place) filter (where q.kind = 'answered' and not q.suspended) as asked,
               array_agg(w.ms order by q.place) filter (where q.kind = 'answered' and not q.suspended) as waits_ms,
               array_agg(w.ms order by q.place) filter (where q.kind = 'queued' and not q.suspended) as queued_ms,
               array_agg(w.ms order by q.place) filter (where q.kind = 'first' and not q.suspended) as first_waits_ms,
               array_agg(q.asked order by q.place) filter (where q.kind = 'missing' and not q.suspended) as first_missing,
               array_agg(q.asked order by q.place) filter (where q.kind = 'unanswered' and not q.suspended) as unanswered,
               array_agg(q.asked order by q.place) filter (where q.kind = 'trailing' and not q.suspended) as trailing_asked,
               array_agg(q.asked order by q.place) filter (where q.kind = 'handed_over' and not q.suspended) as handed_over,
               array_agg(q.asked order by q.place) filter (where q.kind = 'bot' and not q.suspended) as bot_answered,
               count(*) filter (where q.kind not in ('queued', 'first', 'missing') and q.suspended)::integer as suspended
          from question q join wait w using (id)
         group by q.n
    )
    select p.customer, p.day, p.agent, p.customer_messages, p.agent_messages, p.closing_messages, p.first_customer_at, p.intent,
           j.asked, j.waits_ms, j.queued_ms, j.first_waits_ms, j.first_missing, j.unanswered, j.trailing_asked, j.handed_over,
           j.bot_answered, coalesce(j.suspended, 0)
      from part p left join judged j using (n)
     where p.customer_messages + p.agent_messages > 0 or j.suspended > 0
        or num_nonnulls(j.asked, j.first_waits_ms, j.first_missing, j.unanswered, j.trailing_asked, j.handed_over, j.bot_answered) > 0;
end $$;

comment on function settle.judged_parts(uuid[], date[], timestamptz, ref.rule_set) is
    'The parts of the contacts (customers[i], days[i]) as service hours and the rule response.from make them: waits, queue times (of rounds that '
    'were queued) and first responses count what lies inside the hours; what was asked in a suspended span is '
    'left out, and its rounds are counted as suspended. A part of nothing but a first response that is left out is none.';
