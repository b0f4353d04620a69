create or replace function pay.item_series(for_month date, for_revision integer, for_scheme text, leaf jsonb, subjects score.subject[], inputs jsonb)
returns score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select row(leaf, array(
        select case when leaf ? 'input' then g.amount
                    when leaf ? 'result' then case leaf ->> 'result' when 'total' then r.total else r.rank end
                    when leaf ? 'coefficient' then (leaf -> 'coefficient' -> r.grade)::numeric
                    when leaf ? 'indicator' then i.points
                    when leaf ? 'tally' then coalesce(m.value, 0)
                    else m.value end
          from unnest(subjects) with ordinality as s(agent, team, place)
          join period.result r on (r.month, r.revision, r.scheme, r.agent) = (for_month, for_revision, for_scheme, s.agent)
          left join jsonb_to_recordset(inputs) as g(agent text, input text, amount numeric)
                 on leaf ? 'input' and g.agent = s.agent and g.input = leaf ->> 'input'
          left join period.indicator i
                 on (i.month, i.revision, i.scheme, i.agent, i.indicator) = (for_month, for_revision, for_scheme, s.agent, leaf ->> 'indicator')
          left join period.metric m
                 on (m.month, m.revision, m.agent, m.metric)
                    = (for_month, for_revision, s.agent, coalesce(leaf ->> 'metric', 'tally:' || (leaf ->> 'tally')))
         order by s.place))::score.series
$$;

comment on function pay.item_series(date, integer, text, jsonb, score.subject[], jsonb) is
    'A named amount of a pay item, from what is frozen for a revision and the inputs of its settlement, for each subject.';
