create or replace function period.steps(of_period text, schemes_in_force boolean, amounts period.amount[])
returns table (step text, place integer, approves period.amount[])
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with chosen as materialized (  -- one row per scheme
        select s.document, n.pays, score.asks(s.document, period.grain_of(of_period), 'signatures') as signs
          from period.schemes_of(of_period, schemes_in_force) n
          join score.scheme s on s.scheme = n.scheme and s.version = n.version
    ), signed as (  -- one row per step that a scheme in force asks for, in order
        select x.step, row_number() over (order by min(x.n) filter (where c.pays), array_position('{submit,review,approve,file}', x.step)) as n
          from chosen c
         cross join lateral jsonb_array_elements_text(c.document -> 'signatures') with ordinality as x(step, n)
         where c.signs
         group by x.step
    ), approved as (  -- one row per approval that there is something for
        select p.step, min(p.place) as place, array_agg(a order by a.agent collate "C", a.reason collate "C") as approves
          from chosen c
         cross join unnest(amounts) a
         cross join lateral (select x.item ->> 'by', x.place
                               from jsonb_array_elements(c.document -> 'approvals') with ordinality as x(item, place)
                              where x.item ->> 'by' = score.approver(c.document -> 'approvals', greatest(abs(a.amount), abs(a.becomes)))) as p(step, place)
         where c.pays
         group by p.step
    ), asked as (
        select s.step, (s.step = 'file' and s.n = max(s.n) over ())::integer as after, s.n as place, null::period.amount[] as approves
          from signed s
        union all
        select a.step, 0, 1000 + a.place, a.approves from approved a
    )
    select a.step, (row_number() over (order by a.after, a.place))::integer, a.approves from asked a
$$;

comment on function period.steps(text, boolean, period.amount[]) is
    'The signatures that a close of the month or term, or its next revision, needs, in order: the steps that the scheme that pays asks for (score.asks), those of the '
    'others, and the approvals of what is to be approved by the scheme that pays (approves), before a last step file. Who approves follows from the greater of '
    'what changes and what it becomes: else a great amount could be made of small changes.';
