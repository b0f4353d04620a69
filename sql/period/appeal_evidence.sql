create or replace function period.appeal_evidence(appeal bigint)
returns table (kind text, reference text, day date, at timestamptz, what text, amount numeric, seconds numeric,
               excluded boolean)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    asked     period.appeal;
    of_period text;
    metrics   text[];
    targets   text[];
begin
    select a.* into asked from period.appeal a where a.id = appeal_evidence.appeal;
    of_period := coalesce(asked.term, period.month_name(asked.month));
    if asked.id is null or not merit.may_act_for(asked.agent, period.last_day(of_period)) then
        raise exception 'there is no appeal % for %', appeal, merit.caller() using errcode = 'invalid_parameter_value';
    end if;
    select array_agg(l.metric) filter (where l.metric is not null), array_agg(l.target) filter (where l.target is not null)
      into metrics, targets
      from (select f.scheme, f.version from period.closing_scheme f where f.month = asked.month and f.revision = asked.revision
            union all
            select f.scheme, f.version from period.term_scheme f where f.term = asked.term and f.revision = asked.revision) f
      join score.leaf l using (scheme, version)
     where l.indicator = asked.indicator or asked.term is not null and period.last_month(asked.indicator) is not null;
    return query select e.* from period.evidence_behind(of_period, asked.agent, asked.indicator, metrics, targets, null) e;
end $$;

comment on function period.appeal_evidence(bigint) is
    'The rounds, orders, tickets, surveys, marks or target behind the indicator of an appeal, for the lead who decides '
    'it: the longest waits first. seconds: the wait. excluded: already left out.';
