create or replace function score.rule_checklist(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    size   constant integer := cardinality(subjects);
    points constant numeric := coalesce((parameters -> 'out_of')::numeric, 100);
    maxima constant numeric[] := array(
        select (i.item -> 'maximum')::numeric
          from jsonb_array_elements(parameters -> 'items') with ordinality as i(item, number) order by i.number);
begin
    return array(
        with entry as (  -- one row per item and subject; what there is no mark for is not on the sheet
            select (u.i - 1) % size as place, u.value, case when u.value is not null then maxima[(u.i - 1) / size + 1] end as maximum
              from unnest(numbers) with ordinality as u(value, i)
            offset 0
        ), sheet as (  -- one row per subject
            select e.place, sum(least(greatest(e.value, 0), e.maximum)) as value, sum(e.maximum) as most
              from entry e group by e.place
        )
        select case when s.most > 0
                    then row(s.value, trim_scale(round(points * s.value / s.most, 12)), case when s.value = s.most then s.most end,
                             case when s.value < s.most then s.most end, case when s.value < s.most then points end)::score.verdict end
          from sheet s
         order by s.place);
end $$;

comment on function score.rule_checklist(score.subject[], numeric[], jsonb) is
    'The rule checklist: the sum of the values, each from 0 up to the maximum of its item, in proportion to the maxima: '
    'all of them are out_of points. An item without a value is left out, with its maximum. parameters: {"items": [{"name", "maximum"}], '
    '"out_of"}; versions loaded before out_of was among them: 100.';
