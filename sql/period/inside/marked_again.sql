create or replace function period.marked_again(for_month date, agent text) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select g.mark
          from period.action_now a
          join period.closing c on (c.month, c.revision) = (a.month, a.revision)
          join period.closing_scheme f on (f.month, f.revision, f.scheme) = (c.month, c.revision, c.scheme)
         cross join lateral period.marks_apart(a.month, f.scheme, f.version) g
         where a.month = for_month and a.agent = marked_again.agent and a.action = 'self_mark_again' and a.state = 'open' and g.agent = a.agent
           and not exists (select from fact.last_mark m
                            where (m.period, m.agent, m.indicator, m.role) = (period.month_name(for_month), g.agent, g.mark, 'self')
                              and m.at > c.as_of))
$$;

comment on function period.marked_again(date, text) is
    'The marks that an open action of a closed month (self_mark_again) asks an agent to give oneself again: those that are too far from '
    'the mark that they are compared with, and were not given since the close or revision that the action follows from.';
