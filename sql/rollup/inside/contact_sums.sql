create or replace function rollup.contact_sums(contacts text, out query text, out measures text[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $body$
declare
    since  constant date[] := array(select r.since from ref.rule_span r order by r.since);
    slow   constant text := rollup.by_rule(array(select ((r.rules).response_slow_seconds * 1000::bigint)::text from ref.rule_span r order by r.since), since);
    cap    constant text := rollup.by_rule(array(select ((r.rules).response_cap_seconds * 1000::bigint)::text from ref.rule_span r order by r.since), since);
    within constant text := array_to_string(array(  -- how many waits are at most the n-th limit, in the n-th place
        select format('coalesce(sum(w.sign) filter (where %%1$s <= %s), 0) * 1e%s', l.milliseconds, 8 * (n - 1))
          from generate_series(1, (select max(cardinality((r.rules).response_within)) from ref.rule_span r)) n
         cross join lateral rollup.by_rule(array(
               select coalesce(((r.rules).response_within[n] * 1000::bigint)::text, 'null') from ref.rule_span r order by r.since),
               since) as l(milliseconds)
         order by n), ' + ');
begin
    measures := array['contacts', 'received', 'replied', 'customer_messages', 'agent_messages', 'unanswered_rounds',
                      'handed_over_rounds', 'first_responses', 'first_response_ms', 'inquirers', 'ordered', 'paid',
                      'answered_rounds', 'slow_rounds', 'response_ms', 'waits', 'trailing_rounds', 'bot_answered_rounds',
                      'queued_rounds', 'queue_ms', 'asked_hours', 'suspended_rounds', 'first_missing', 'within'];
    query := format($$
        select day, agent, t.contacts, t.received, t.replied, t.customer_messages, t.agent_messages, t.unanswered_rounds,
               t.handed_over_rounds, coalesce(w.first_responses, 0) as first_responses,
               coalesce(w.first_response_ms, 0) as first_response_ms, t.inquirers, t.ordered, t.paid,
               coalesce(w.answered_rounds, 0) as answered_rounds, coalesce(w.slow_rounds, 0) as slow_rounds,
               coalesce(w.response_ms, 0) as response_ms, coalesce(w.waits, 0) as waits,
               t.trailing_rounds, t.bot_answered_rounds, t.queued_rounds, t.queue_ms, t.asked_hours,
               t.suspended_rounds, t.first_missing, coalesce(w.within, 0) as within
          from (select c.day, c.agent, coalesce(sum(c.sign) filter (where c.agent <> '(bot)'), 0) as contacts,
                       sum(c.sign * c.received) as received,
                       coalesce(sum(c.sign) filter (where c.waits_ms is not null), 0) as replied,
                       sum(c.sign * c.customer_messages) as customer_messages, sum(c.sign * c.agent_messages) as agent_messages,
                       sum(c.sign * c.unanswered) as unanswered_rounds, sum(c.sign * c.handed_over) as handed_over_rounds,
                       sum(c.sign * c.suspended) as suspended_rounds, sum(c.sign * c.first_missing) as first_missing,
                       sum(c.sign * c.inquirers) as inquirers, sum(c.sign * c.ordered) as ordered, sum(c.sign * c.paid) as paid,
                       sum(c.sign * c.trailing_rounds) as trailing_rounds, sum(c.sign * c.bot_answered) as bot_answered_rounds,
                       sum(c.sign * c.queued_rounds) as queued_rounds, rollup.total(c.sign * c.queued_ms) as queue_ms,
                       settle.added(case when c.sign > 0 then c.asked_hours else -c.asked_hours end) as asked_hours
                  from %1$s c
                 group by c.day, c.agent) t
          full join (  -- hashed, whatever the planner thinks of the sizes
                select w.day, w.agent, coalesce(sum(w.sign) filter (where w.ms is not null), 0) as answered_rounds,
                       coalesce(sum(w.sign) filter (where w.ms > %2$s), 0) as slow_rounds,
                       rollup.total(w.sign * least(w.ms, %3$s)) filter (where w.ms is not null) as response_ms,
                       sum(case when w.sign > 0 then b.one else -b.one end) as waits,
                       coalesce(sum(w.sign) filter (where w.first_ms is not null), 0) as first_responses,
                       rollup.total(w.sign * least(w.first_ms, %3$s)) filter (where w.first_ms is not null) as first_response_ms,
                       %4$s + (%5$s) * 1e32 as within
                  from (select c.sign, c.day, c.agent, unnest(c.waits_ms) as ms, unnest(c.first_waits_ms) as first_ms
                          from %1$s c) w
                  left join settle.bucket b on b.bucket = case when w.ms < 1 then 0
                                                          else 1 + floor(ln(w.ms::float8) / ln(1.05::float8)) end::integer
                 group by w.day, w.agent) w using (day, agent)
        $$, contacts, format(slow, null, 'w.day'), format(cap, null, 'w.day'),
        format(within, 'w.ms', 'w.day'), format(within, 'w.first_ms', 'w.day'));
end $body$;

comment on function rollup.contact_sums(text) is
    'query: SQL with one row per day and agent of the relation contacts (the name of one with the columns of settled.contact '
    'and sign: 1 or -1, as int) and these measures: what its rows add up to under the rules of their days.';
