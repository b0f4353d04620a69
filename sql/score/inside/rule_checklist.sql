create or replace function score.rule_checklist(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with item as (
        select i.number, (i.item -> 'maximum')::numeric as maximum
          from jsonb_array_elements(parameters -> 'items') with ordinality as i(item, number)
    ), sheet as (  -- one row per subject; what there is no mark for is not on it
        select n.place, sum(case when n.value is not null then least(greatest(n.value, 0), i.maximum) end) as value,
               sum(i.maximum) filter (where n.value is not null) as most
          from score.numbered(numbers, cardinality(subjects)) n
          join item i using (number)
         group by n.place
    )
    select array(
        select case when s.most > 0
                    then row(s.value, trim_scale(round(o.points * s.value / s.most, 12)), case when s.value = s.most then s.most end,
                             case when s.value < s.most then s.most end, case when s.value < s.most then o.points end)::score.verdict end
          from sheet s
         cross join (select coalesce((parameters -> 'out_of')::numeric, 100) as points) o
         order by s.place)
$$;

comment on function score.rule_checklist(score.subject[], numeric[], jsonb) is
    'The rule checklist: the sum of the values, each from 0 up to the maximum of its item, in proportion to the maxima: '
    'all of them are out_of points. An item without a value is left out, with its maximum. parameters: {"items": [{"name", "maximum"}], '
    '"out_of"}; versions loaded before out_of was among them: 100.';
