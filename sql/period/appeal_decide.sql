create or replace function period.appeal_decide(
    appeal bigint, accepted boolean, note text, exclusions jsonb default '[]', as_of timestamptz default null,
    by_person text default null
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at    timestamptz;
    asked period.appeal;
    wrong text[];  -- the message, and the parameter
    made  bigint[];
begin
    perform period.lock();
    at := merit.decision_time(as_of);
    select a.* into asked from period.appeal a where a.id = appeal_decide.appeal;
    wrong := case
        when asked.id is null then array[ref.message('refused.no_appeal', appeal::text), 'appeal']
        when period.decide_problem(asked) is not null then array[period.decide_problem(asked), 'appeal']
        when coalesce(note, '') = '' then array['refused.decision_note', 'note']
        when exists (select from period.appeal_decision d where d.appeal = asked.id)
            then array[ref.message('refused.decided', appeal::text), 'appeal']
        when accepted and coalesce(jsonb_array_length(exclusions), 0) = 0
            then array['refused.accept_nothing', 'exclusions']
        when not accepted and jsonb_array_length(exclusions) > 0 then array['refused.reject_something', 'exclusions'] end;
    if wrong is not null then
        raise exception '%', ref.said(wrong[1]) using errcode = 'object_not_in_prerequisite_state', column = wrong[2];
    end if;
    perform period.record_appeals();
    insert into period.appeal_decision (appeal, accepted, note, decided_at, decided_by)
    values (appeal, accepted, note, at, merit.signed(by_person));
    perform pay.record(d) from period.appeal_decision d where d.appeal = asked.id;
    select array_agg(fact.exclude(x.item ->> 'kind', x.item ->> 'reference', coalesce(x.item ->> 'reason', note),
                                  x.item ->> 'evidence', x.item ->> 'credit_to', appeal, as_of, by_person) order by x.place)
      into made
      from jsonb_array_elements(exclusions) with ordinality as x(item, place);
    return jsonb_build_object(
        'appeal', appeal, 'period', coalesce(asked.term, period.month_name(asked.month)), 'month', coalesce(asked.term, period.month_name(asked.month)),
        'accepted', accepted, 'exclusions', coalesce(to_jsonb(made), '[]'),
        'revise', to_jsonb(array(
            with recursive named as (  -- what moved, and what is made of that
                select coalesce(asked.term, period.month_name(asked.month)) as name
                union
                select coalesce(f.term, period.month_name(f.month))
                  from fact.exclusion_effect f
                 where f.exclusion = any (made) and period.part_closed(coalesce(f.term, period.month_name(f.month))) is not null
                union
                select p.term
                  from named n
                  join period.term_part p on p.part = n.name and p.revision = period.latest_term(p.term)
                 where accepted
            )
            select n.name from named n
             order by period.last_month(n.name), (select count(*) from period.months_of(n.name)))));
end $$;

comment on function period.appeal_decide(bigint, boolean, text, jsonb, timestamptz, text) is
    'Decides an appeal; period.decide_problem says who may. exclusions, when it is accepted: [{"kind", "reference", '
    '"evidence", "reason", "credit_to"}], as for fact.exclude, each with evidence. The month or term changes only when somebody '
    'revises it: revise names what, in order: each closed month and term that what is left out changes, and those that are made of them.';
