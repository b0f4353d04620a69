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
    from_assignment constant boolean := rules.response_from = 'assignment';  -- settle.wait_begins, without a call for each round
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
        select row_number() over () as id, q.n, q.kind, q.place, q.asked, q.begun, q.ended, q.asked <@ suspended_at as suspended
          from (select r.n, 'answered' as kind, r.place, r.asked,
                       coalesce(case when from_assignment then r.asked + r.queued_ms * millisecond end, r.asked) as begun,
                       r.asked + r.wait_ms * millisecond as ended
                  from (select p.n, generate_subscripts(p.asked, 1) as place, unnest(p.asked) as asked, unnest(p.waits_ms) as wait_ms,
                               unnest(p.queued_ms) as queued_ms
                          from part p) r
                union all
                select r.n, 'queued', r.place, r.asked, r.asked, r.asked + r.queued_ms * millisecond
                  from (select p.n, generate_subscripts(p.asked, 1) as place, unnest(p.asked) as asked, unnest(p.queued_ms) as queued_ms
                          from part p where p.queued_ms is not null) r
                 where r.queued_ms is not null
                union all
                select r.n, 'first', r.place, r.asked[r.i], r.asked[r.i], r.asked[r.i] + r.waits_ms[r.i] * millisecond
                  from (select p.n, p.asked, p.waits_ms, generate_subscripts(p.first_rounds, 1) as place, unnest(p.first_rounds) as i
                          from part p) r
                union all
                select r.n, 'first', r.before + r.place, r.asked, r.asked, r.asked + r.wait_ms * millisecond
                  from (select p.n, coalesce(cardinality(p.first_rounds), 0) as before, generate_subscripts(p.first_asked, 1) as place,
                               unnest(p.first_asked) as asked, unnest(p.first_waits_ms) as wait_ms
                          from part p where p.first_asked is not null) r
                union all
                select k.n, k.kind, generate_subscripts(k.asked, 1), unnest(k.asked), null, null
                  from (select p.n, v.kind, v.asked
                          from part p
                         cross join lateral (values ('missing', p.first_missing), ('unanswered', p.unanswered), ('trailing', p.trailing_asked),
                                                    ('handed_over', p.handed_over), ('bot', p.bot_answered)) v(kind, asked)
                         where v.asked is not null) k) q
    ), wait as (
        select w.ms, w.id
          from (select array_agg(q.team) as teams, array_agg(q.begun) as begun, array_agg(q.ended) as ended
                  from (select t.team, q.begun, q.ended from question q join team t using (n) order by q.id) q) a
         cross join unnest(ref.counted_waits(a.teams, a.begun, a.ended)) with ordinality w(ms, id)
    ), judged as (
        select q.n,
               array_agg(q.asked) filter (where q.kind = 'answered' and not q.suspended) as asked,
               array_agg(q.ms) filter (where q.kind = 'answered' and not q.suspended) as waits_ms,
               array_agg(q.ms) filter (where q.kind = 'queued' and not q.suspended) as queued_ms,
               array_agg(q.ms) filter (where q.kind = 'first' and not q.suspended) as first_waits_ms,
               array_agg(q.asked) filter (where q.kind = 'missing' and not q.suspended) as first_missing,
               array_agg(q.asked) filter (where q.kind = 'unanswered' and not q.suspended) as unanswered,
               array_agg(q.asked) filter (where q.kind = 'trailing' and not q.suspended) as trailing_asked,
               array_agg(q.asked) filter (where q.kind = 'handed_over' and not q.suspended) as handed_over,
               array_agg(q.asked) filter (where q.kind = 'bot' and not q.suspended) as bot_answered,
               count(*) filter (where q.kind not in ('queued', 'first', 'missing') and q.suspended)::integer as suspended
          from (select q.*, w.ms from question q join wait w using (id) order by q.n, q.place) q  -- sorted once, not in each aggregate
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
