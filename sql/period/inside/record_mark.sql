-- Without the lock of the month's end, which agents could keep from others. Who marks while somebody closes adds a fact that came too
-- late, as any event may: period.drift shows it.

create or replace function period.record_mark(
    id uuid, of_period text, agent text, mark text, role text, score numeric, at timestamptz, by_person text
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    decided constant timestamptz := date_trunc('milliseconds', at);
    marker  constant text := period.marker();
    data    jsonb := jsonb_build_object('agent', agent, 'indicator', mark, 'period', of_period, 'rater', marker,
                                        'role', role, 'score', score, 'scale', 100);
    sample  boolean;
    last_at timestamptz;
begin
    if period.was_entered(id, 'mark.recorded', data, merit.person()) then
        return;
    end if;
    if score is null or score not between 0 and 100 then
        raise exception '%', ref.said(ref.message('refused.mark_range', coalesce(score::text, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'score';
    end if;
    select bool_or(period.is_sample(d.role, d.needed)) into sample
      from period.markable(of_period) d
     where (d.agent, d.mark, d.role) = (record_mark.agent, record_mark.mark, record_mark.role);
    if sample is null then
        perform period.refuse_shut(of_period);
        perform period.refuse_marked(of_period, agent, mark, role);
        raise exception '%', ref.said(ref.message('refused.no_marker', merit.caller(), mark, agent, ref.term('role', role)))
            using errcode = 'insufficient_privilege';
    elsif sample then
        data := data || jsonb_build_object('rater', marker || '/' || id);
    elsif period.part_closed(of_period) is null
          and exists (select from period.own_marks(of_period) o
                       where (o.agent, o.mark, o.rater, o.points) = (record_mark.agent, record_mark.mark, marker, record_mark.score)) then
        return;
    end if;
    select max(m.at) into last_at
      from fact.counted_mark m
     where (m.period, m.agent, m.indicator, m.rater) = (data ->> 'period', record_mark.agent, record_mark.mark, marker);
    perform period.enter(id, greatest(decided, last_at + interval '1 millisecond'), 'mark.recorded', data, merit.signed(by_person), merit.person());
end $$;

comment on function period.record_mark(uuid, text, text, text, text, numeric, timestamptz, text) is
    'The part of period.mark_give and period.mark_give_term that is the same, of a month or term by its name.';
