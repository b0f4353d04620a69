create or replace function period.state(for_month date)
returns table (state text, why text, revision integer, final_from timestamptz, complete_up_to timestamptz,
               closed_at timestamptz, closed_by text, blockers jsonb, warnings jsonb, open_before date[])
language plpgsql stable security definer rows 1
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    closing period.closing;
    now     timestamptz := merit.now();
begin
    select c.* into closing from period.closing c where c.month = for_month order by c.revision desc limit 1;
    if closing.month is not null then
        return query select 'closed',
            ref.said(case when closing.revision > 0
                          then ref.message('why.revised', closing.closed_by, closing.revision::text, closing.reason)
                          when closing.reason is not null then ref.message('why.closed_over', closing.closed_by, closing.reason)
                          else ref.message('why.closed', closing.closed_by) end),
            closing.revision, closing.final_from, closing.complete_up_to, closing.as_of, closing.closed_by,
            period.said(closing.overridden), period.said(closing.accepted), '{}'::date[];
        return;
    end if;
    final_from := period.final_from(for_month);
    blockers := period.blockers(for_month, now, final_at => final_from);
    warnings := period.warnings(for_month);
    if blockers -> 0 ->> 'code' is distinct from 'running' then  -- its grades move, and cost a score of everybody
        select blockers || coalesce(jsonb_agg(e.problem) filter (where e.stops), '[]'),
               warnings || coalesce(jsonb_agg(e.problem) filter (where not e.stops), '[]')
          into blockers, warnings
          from period.evidence_problems(period.month_name(for_month)) e;
    end if;
    blockers := period.said(blockers);
    warnings := period.said(warnings);
    complete_up_to := period.complete_up_to();
    open_before := period.open_before(for_month);
    state := case when blockers -> 0 ->> 'code' = 'running' then 'open'
                  when jsonb_array_length(blockers) > 0 then 'provisional' else 'final' end;
    why := coalesce(blockers -> 0 ->> 'message', ref.said('why.final'));
    return next;
end $$;

comment on function period.state(date) is
    'The state of a month at merit.now() (open, provisional, final, closed), why, and the rest of what merit.period '
    'shows, in words of the shop''s language. For a closed month: the blockers that it was closed over, and the warnings '
    'that were accepted. Evidence of grades is looked for once the month is over.';
