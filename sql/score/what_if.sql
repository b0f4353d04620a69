-- Other rules, hours or a draft of a scheme are put into a copy of the rooms, the month is settled there from its facts, and all of it is
-- rolled back: SQLSTATE MD000 is raised and caught only here. No lock is taken that anybody waits for.

create or replace function score.what_if(for_month date, assignments text[] default '{}', hours jsonb default null, draft jsonb default null)
returns table (scope text, agent text, scheme text, total numeric, grade text, rank integer,
               reached text, barred text, why text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    problems text;
    changed  jsonb;
    results  score.kept_result[];
begin
    if not merit.closes() then
        raise exception '% may not see what would be if: it tells of everybody', merit.caller() using errcode = 'insufficient_privilege',
              hint = 'the closing role and the owner may';
    end if;
    select string_agg(p.problem, E'\n' order by p.place) into problems
      from (select 0 as place, ref.rules_month_problem(for_month) as problem
            union all
            select a.place, 'session.idle_hours is fixed once there are events' from ref.assignments(assignments) a where a.key = 'session.idle_hours'
            union all
            select a.place, coalesce(a.problem, ref.rule_problem(a.key, a.value)) from ref.assignments(assignments) a
            union all
            select 1000, 'hours ' || h.path || ': ' || h.problem from ref.hours_problems(hours) h where hours is not null and not h.warning
            union all
            select 1001, 'scheme ' || c.path || ': ' || c.problem from score.check(draft) c where draft is not null) p;
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
    end if;
    select jsonb_object_agg(replace(a.key, '.', '_'), ref.rule_value(a.key, a.value) order by a.place)
      into changed from ref.assignments(assignments) a;
    select ref.rules_kept_problem(for_month, jsonb_populate_record(b, coalesce(changed, '{}'))) into problems
      from ref.rules_on(for_month) b;
    if problems is not null then
        raise exception using message = problems, errcode = 'object_not_in_prerequisite_state';
    end if;

    begin
        perform score.copy_rooms();
        execute 'select other_score.put($1, $2, $3, $4)' using for_month, changed, hours, draft;
        execute 'select array(select ($1, r.agent, r.scheme, r.scope, r.total, r.grade, r.rank, r.reached, r.barred, r.why)::score.kept_result
                                from other_score.results_of_facts($1, $2) r)'
           into results using for_month, coalesce((select s.as_of from settle.state s), merit.now());
        raise exception using errcode = 'MD000';
    exception when sqlstate 'MD000' then
        null;
    end;
    return query
    select r.scope::text, r.agent::text, r.scheme::text, r.total, r.grade, r.rank, r.reached, r.barred, r.why from unnest(results) r;
end $$;

comment on function score.what_if(date, text[], jsonb, jsonb) is
    'score.results of a month as it would be with other rules (key=value, from that month on), service hours (a document, from its first day '
    'on) and a draft of a scheme. Changes nothing, and nobody waits for it. What is wrong raises 22023; months whose facts were deleted, 55000.';
