create or replace function period.appeal_evidence(appeal bigint)
returns table (kind text, reference text, day date, at timestamptz, what text, amount numeric, seconds numeric,
               excluded boolean)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    asked   period.appeal;
    metrics text[];
    targets text[];
begin
    select a.* into asked from period.appeal a where a.id = appeal_evidence.appeal;
    if asked.id is null or not merit.may_act_for(asked.agent, (asked.month + interval '1 month')::date - 1) then
        raise exception 'there is no appeal % for %', appeal, merit.caller() using errcode = 'invalid_parameter_value';
    end if;
    select array_agg(l.metric) filter (where l.metric is not null), array_agg(l.target) filter (where l.target is not null)
      into metrics, targets
      from period.closing_scheme f
      join score.leaf l using (scheme, version)
     where (f.month, f.revision, l.indicator) = (asked.month, asked.revision, asked.indicator);
    return query select e.* from period.evidence(asked.month, asked.agent, metrics, targets, null) e;
end $$;

comment on function period.appeal_evidence(bigint) is
    'The rounds, orders, tickets, surveys, marks or target behind the indicator of an appeal, for the lead who decides '
    'it: the longest waits first. seconds: the wait. excluded: already left out.';
