create or replace function period.term_state(of_term text)
returns table (state text, why text, revision integer, closed_at timestamptz, closed_by text, due text[], blockers jsonb, warnings jsonb,
               appeals_until timestamptz)
language plpgsql stable security definer rows 1
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    closing constant period.term_closing := (
        select c from period.term_closing c where c.term = of_term order by c.revision desc limit 1);
begin
    due := period.term_due(of_term);
    appeals_until := (select max(period.last_to_appeal(m.created_at))
                        from (select p.part from period.term_parts(of_term, 'month') p
                              union select u.part from period.parts_used(of_term) u) p
                        join post.message m on m.month = period.month_of(p.part) or m.term = p.part);
    if closing.term is not null then
        return query select 'closed',
            ref.said(case when due <> '{}' then ref.message('why.part_due', array_to_string(due, ', '))
                          when period.term_moved(of_term) then ref.message('why.term_moved', format('meritd revise --period %s --dry-run', of_term))
                          when closing.revision > 0 then ref.message('why.revised', closing.closed_by, closing.revision::text, closing.reason)
                          when closing.reason is not null then ref.message('why.closed_over', closing.closed_by, closing.reason)
                          else ref.message('why.closed', closing.closed_by) end),
            closing.revision, closing.as_of, closing.closed_by, due, period.said(closing.overridden), period.said(closing.accepted), appeals_until;
        return;
    end if;
    blockers := period.term_blockers(of_term, merit.now());
    warnings := period.term_warnings(of_term);
    if blockers -> 0 ->> 'code' is distinct from 'running' then  -- its grades move
        select blockers || coalesce(jsonb_agg(e.problem) filter (where e.stops), '[]'),
               warnings || coalesce(jsonb_agg(e.problem) filter (where not e.stops), '[]')
          into blockers, warnings
          from period.evidence_problems(of_term) e;
    end if;
    blockers := period.said(blockers);
    warnings := period.said(warnings);
    state := case when blockers -> 0 ->> 'code' = 'running' then 'open' when blockers <> '[]' then 'provisional' else 'final' end;
    why := coalesce(blockers -> 0 ->> 'message', ref.said('why.term_final'));
    return next;
end $$;

comment on function period.term_state(text) is
    'The state of a quarter, half-year or year at merit.now() (open, provisional, final, closed), why, and the rest of what merit.term '
    'shows, in words of the shop''s language. due: parts that were revised since the close. Of a closed one: the blockers that it was closed '
    'over, and the warnings that were accepted. Evidence of grades is looked for once it is over. appeals_until: the last instant to appeal against what it is made of.';
