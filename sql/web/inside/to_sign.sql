-- What passes by itself, such as numbers that are being calculated, is not looked at; what a signature is of costs the money of everybody, and is
-- looked at last.

create or replace function web.to_sign(of_period text) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    for_month constant date := period.month_of(of_period);
    begins    constant date := (period.term_span(of_period)).start;
    amounts   period.amount[];
    content   text;
begin
    if cardinality(period.open_before(for_month)) > 0 or merit.now() < period.final_from(for_month)
       or exists (select from period.terms() t where t.until <= begins and period.latest_term(t.term) is null)
       or for_month is null and exists (
           select from period.parts_used(of_period) u
            where case when u.grain <> 'month' then period.part_closed(u.part) is null or period.term_due(u.part) <> '{}'
                       else period.part_closed(u.part) is null
                            and not exists (select from period.skipped k where period.month_name(k.month) = u.part) end) then
        return 0;
    elsif not exists (select from period.schemes_of(of_period, false) n join score.scheme s using (scheme, version)
                       where s.document ?| array['signatures', 'approvals'])
       or exists (select from period.evidence_problems(of_period) e where e.stops) then
        return 0;
    end if;
    amounts := period.amounts_shown(of_period);
    content := period.signed_content(of_period, false, amounts);
    return (
        select count(*) filter (where web.may_sign(of_period, s.step, content, s.approves))
          from (select u.step, u.approves, u.n, count(*) filter (where u.approves is null) over (order by u.n) as chained
                  from period.unsigned_steps(of_period, false, content, amounts) with ordinality as u(step, approves, n)) s
         where s.n = 1 or s.approves is not null and s.chained = 0);
end $$;

comment on function web.to_sign(text) is
    'How many signatures of a month or term that is not closed the caller, of the closing role, may give now: the next step, or approvals that no step '
    'stands before (period.sign). 0 before it is final, after a month or term that is open, and while evidence or a part is missing or due for a revision.';
