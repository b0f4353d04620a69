create or replace function score.expression_problems(expression jsonb, shapes jsonb, named jsonb, place text)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    operators constant text[] := array(select o.operator from score.operator o order by 1);
    leaves    constant text[] := array(select l from jsonb_object_keys(shapes) l order by l collate "C");
    chosen    text[];
    applied   score.operator;
    operands  jsonb;
begin
    if jsonb_typeof(expression) <> 'object' then
        return query select * from ref.shape_problems(expression, '{"type": "object"}', place);
        return;
    end if;
    chosen := array(select n from unnest(leaves || operators) n where expression ? n);
    if cardinality(chosen) <> 1 then
        return query
        select place, format('needs exactly one of %s; has %s%s', array_to_string(leaves || operators, ', '), cardinality(chosen),
                             (select '; did you mean ' || min(ref.nearest(k, leaves || operators)) || '?'
                                from jsonb_object_keys(expression) k where cardinality(chosen) = 0));
        return;
    elsif chosen[1] = any (leaves) then
        return query select * from score.leaf_problems(expression, chosen[1], shapes, named, place);
        return;
    end if;
    select o.* into applied from score.operator o where o.operator = chosen[1];
    if to_regprocedure(applied.function || '(score.subject[], numeric[], jsonb)') is null then
        return query select place || '.' || applied.operator,
            format('needs the function %s(score.subject[], numeric[], jsonb), which does not exist', applied.function);
    end if;
    operands := expression -> applied.operator;
    return query select * from ref.shape_problems(expression - applied.operator, applied.parameters, place);
    return query select * from ref.shape_problems(operands, '{"type": "list", "of": {}}', place || '.' || applied.operator);
    if jsonb_typeof(operands) = 'array' then
        return query
        select format('%s.%s', place, applied.operator),
               format('takes %s; has %s', case when applied.most = applied.least then applied.most::text
                                               else concat_ws(' to ', 'at least ' || applied.least, applied.most) end,
                      jsonb_array_length(operands))
         where jsonb_array_length(operands) not between applied.least and coalesce(applied.most, jsonb_array_length(operands))
        union all
        select p.path, p.problem
          from jsonb_array_elements(operands) with ordinality as e(item, i)
         cross join lateral score.expression_problems(e.item, shapes, named, format('%s.%s[%s]', place, applied.operator, e.i - 1)) p
        union all
        select format('%s.%s[%s].points_of', place, applied.operator, e.i - 1),
               'must be mean: only a rule gives points to each mark'
          from jsonb_array_elements(operands) with ordinality as e(item, i)
         where e.item ->> 'points_of' = 'each';
    end if;
end $$;

comment on function score.expression_problems(jsonb, jsonb, jsonb, text) is
    'The part of score.check for an expression. shapes: the amounts that it may name (score.leaf_shapes, score.pay_leaf_shapes); named: '
    'what they may be called, {"indicator": […], "before": […], "figure": […] (indicators without points), "item": […], "grade": […]}; place: the JSON path of the expression.';
