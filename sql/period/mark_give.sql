-- Without the lock of the month's end, which agents could keep from others. Who marks while somebody closes adds a fact that came too
-- late, as any event may: period.drift shows it.

create or replace function period.mark_give(
    id uuid, for_month date, agent text, mark text, role text, score numeric, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    decided constant timestamptz := date_trunc('milliseconds', merit.decision_time(as_of));
    marker  constant text := period.marker();
    data    jsonb := jsonb_build_object('agent', agent, 'indicator', mark, 'period', period.month_name(for_month), 'rater', marker,
                                        'role', role, 'score', score, 'scale', 100);
    sample  boolean;
    last_at timestamptz;
begin
    if period.was_entered(id, 'mark.recorded', data, merit.person()) then
        return;
    end if;
    perform period.refuse_no_month(for_month);
    if score is null or score not between 0 and 100 then
        raise exception '%', ref.said(ref.message('refused.mark_range', coalesce(score::text, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'score';
    end if;
    select bool_or(period.is_sample(d.role, d.needed)) into sample
      from period.markable(for_month) d
     where (d.agent, d.mark, d.role) = (mark_give.agent, mark_give.mark, mark_give.role);
    if sample is null then
        perform period.refuse_shut(for_month);
        perform period.refuse_marked(for_month, agent, mark, role);
        raise exception '%', ref.said(ref.message('refused.no_marker', merit.caller(), mark, agent, ref.term('role', role)))
            using errcode = 'insufficient_privilege';
    elsif sample then
        data := data || jsonb_build_object('rater', marker || '/' || id);
    elsif period.latest(for_month) is null
          and exists (select from period.own_marks(for_month) o
                       where (o.agent, o.mark, o.rater, o.points) = (mark_give.agent, mark_give.mark, marker, mark_give.score)) then
        return;
    end if;
    select max(m.at) into last_at
      from fact.counted_mark m
     where (m.period, m.agent, m.indicator, m.rater) = (data ->> 'period', mark_give.agent, mark_give.mark, marker);
    perform period.enter(id, greatest(decided, last_at + interval '1 millisecond'), 'mark.recorded', data, merit.signed(by_person), merit.person());
end $$;

comment on function period.mark_give(uuid, date, text, text, text, numeric, timestamptz, text) is
    'Records a mark of 0 to 100 that the caller gives an agent for a month in a role (self, peer, lead, manager, hq), as the event '
    'mark.recorded with this id: the same once more changes nothing, another id corrects or, of a sample (period.is_sample), adds to it. '
    'What is the last mark already is not written again. 42501: the caller has nothing to mark there (period.markable). 55000: the month is '
    'closed or skipped, or the caller has marked it in another role or from another account. 22023: no such mark, or something else has the '
    'id. 53400: too much was entered (period.enter).';
