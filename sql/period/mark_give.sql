create or replace function period.mark_give(
    id uuid, for_month date, agent text, mark text, role text, score numeric, as_of timestamptz default null, by_person text default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
begin
    perform period.refuse_no_month(for_month);
    perform period.record_mark(id, period.month_name(for_month), agent, mark, role, score, merit.decision_time(as_of), by_person);
end $$;

comment on function period.mark_give(uuid, date, text, text, text, numeric, timestamptz, text) is
    'Records a mark of 0 to 100 that the caller gives an agent for a month in a role (self, peer, lead, manager, hq), as the event '
    'mark.recorded with this id: the same once more changes nothing, another id corrects or, of a sample (period.is_sample), adds to it. '
    'What is the last mark already is not written again. 42501: the caller has nothing to mark there (period.markable). 55000: the month is '
    'closed or skipped, or the caller has marked it in another role or from another account. 22023: no such mark, or something else has the '
    'id. 53400: too much was entered (period.enter).';
