create or replace function pay.item_series(leaf jsonb, results period.result[], figures period.item[], inputs jsonb)
returns score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select row(leaf, array(
        select case when leaf ? 'input' then g.amount
                    when leaf ? 'result' then case leaf ->> 'result' when 'total' then r.total else r.rank end
                    when leaf ? 'coefficient' then (leaf -> 'coefficient' -> r.grade)::numeric
                    when leaf ? 'tally' then coalesce(f.number, 0)
                    else f.number end
          from unnest(results) r
          left join jsonb_to_recordset(inputs) as g(agent text, input text, amount numeric)
                 on leaf ? 'input' and g.agent = r.agent and g.input = leaf ->> 'input'
          left join unnest(figures) f
                 on f.agent = r.agent and f.item = case when not leaf ? 'indicator' then 'metric' else coalesce(leaf ->> 'as', 'indicator') end
                and f.name = coalesce(leaf ->> 'indicator', leaf ->> 'metric', 'tally:' || (leaf ->> 'tally'))
         order by r.agent collate "C"))::score.series
$$;

comment on function pay.item_series(jsonb, period.result[], period.item[], jsonb) is
    'A named amount of a pay item, from results, figures (indicators by points and by value, and metrics) and the inputs of a settlement, for each '
    'agent with a result, in their order by name.';
