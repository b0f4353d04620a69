-- A warning is kept as a message (ref.message): its key, the role and the mark.

create or replace function web.marks_due(for_month date, agents text[]) returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with due as (
        select period.month_name(for_month) as period, split_part(w.one ->> 'message', E'\t', 3) as mark, regexp_replace(split_part(w.one ->> 'message', E'\t', 2), '^role\.', '') as role, a.agent
          from jsonb_array_elements(period.warnings(for_month)) w(one)
         cross join lateral jsonb_array_elements_text(w.one -> 'agents') a(agent)
         where w.one ->> 'code' = 'marks_due' and a.agent = any (agents)
        union
        select t.term, d.mark, d.role, d.agent
          from unnest(web.terms_of(for_month)) as t(term)
         cross join lateral period.term_marks_due(t.term) d
         where period.latest_term(t.term) is null and t.term in (select k.term from period.terms() k) and not d.marked and d.agent = any (agents)
    )
    select concat_ws('/', d.mark, d.role, d.period), d.agent, d.agent,
           jsonb_build_object('period', d.period, 'mark', d.mark, 'indicator', n.indicator, 'label', coalesce(n.label, d.mark),
                              'role', d.role, 'role_label', ref.said(ref.term('role', d.role)))
      from due d
      left join (select l.* from web.mark_labels(for_month) l offset 0) n using (period, mark);
end $$;

comment on function web.marks_due(date, text[]) is
    'One row per agent of these, mark and role that has not given it: what a close of the month would warn of (period.warnings), and '
    'what is still to be marked of the quarter, half-year and year that the month is in.';
