-- What is made of months has nothing of its own: what is behind a month of it is what is behind all that the scheme looks at in that month.

create or replace function period.evidence_behind(of_period text, of_agent text, of_indicator text, metrics text[], targets text[], seen text[])
returns table (kind text, reference text, day date, at timestamptz, what text, amount numeric, seconds numeric, excluded boolean)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    of_part   constant text := case when period.last_month(of_indicator) is not null then of_indicator end;
    for_month constant date := coalesce(period.month_of(of_period), period.month_of(of_part));
begin
    if for_month is not null then
        return query select e.* from period.evidence(for_month, of_agent, metrics, targets, seen) e;
        return;
    end if;
    return query
    select b.*
      from (select e.*
              from period.term_parts(coalesce(of_part, of_period), 'month') p
             cross join lateral period.evidence(p.month, of_agent, case when of_part is null then array(select m from unnest(metrics) m where m not like 'mark:%') else metrics end,
                                                case when of_part is not null then targets end, seen) e
            union all
            select g.kind, g.reference, null, g.at, g.what, g.amount, null,
                   exists (select from fact.exclusion e where e.ended_at is null and e.reference = g.reference and e.kind = g.kind)
              from period.given(coalesce(of_part, of_period), of_agent, metrics, targets) g) b
     order by b.kind, b.seconds desc nulls first, b.at, b.reference;
end $$;

comment on function period.evidence_behind(text, text, text, text[], text[], text[]) is
    'period.evidence of an indicator of a month or term, by its name, behind these metrics and targets: of a term that a scheme scores itself that of its '
    'months, with the marks and targets for the term; of a part that a term is made of (its name as the indicator) that of the part.';
