-- Whoever signed what it is now has done their part: period.refuse_signer refuses a second signature of theirs.

create or replace function web.to_sign(of_period text) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    me    constant text := merit.me();
    steps jsonb;
begin
    if not exists (select from period.schemes_of(of_period, false) n join score.scheme s using (scheme, version)
                    where s.document ?| array['signatures', 'approvals'])
       or exists (select from jsonb_array_elements(period.blockers_of(of_period, merit.now())) b
                   where b ->> 'code' not in ('signatures', 'approvals'))
       or exists (select from period.evidence_problems(of_period) e where e.stops) then
        return 0;
    end if;
    steps := web.signatures(of_period);
    if exists (select from period.signature g
                where coalesce(g.term, period.month_name(g.month)) = of_period and g.content = steps ->> 'content' and g.login = merit.person()) then
        return 0;
    end if;
    return (
        select count(*)
          from (select s.step, row_number() over (order by s.n) as place
                  from jsonb_array_elements(steps -> 'signatures') with ordinality as s(step, n)
                 where not (s.step -> 'signed')::boolean) s
         where (s.place = 1 or s.step -> 'amounts' <> '[]') and (s.step -> 'may_sign' = '[]' or s.step -> 'may_sign' ? me));
end $$;

comment on function web.to_sign(text) is
    'How many signatures of a month or term that is not closed wait for the caller, of the closing role: the next step, and approvals, of which a '
    'scheme names the caller, or nobody. 0 while anything else is in the way.';
