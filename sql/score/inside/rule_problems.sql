create or replace function score.rule_problems(indicator jsonb, place text)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rule_name  constant text := indicator ->> 'rule';
    parameters constant jsonb := indicator -> 'parameters';
    expressions constant jsonb := coalesce(indicator -> 'values', jsonb_build_array(indicator -> 'value'));
    known      score.rule;
begin
    if rule_name is null then
        return;
    end if;
    select r.* into known from score.rule r where r.rule = rule_name;
    if not found then
        return query select place || '.rule', format('must be one of %s; is %s%s',
            (select string_agg(r.rule, ', ' order by r.rule) from score.rule r), rule_name,
            '; did you mean ' || ref.nearest(rule_name, array(select r.rule from score.rule r)) || '?');
    elsif to_regprocedure(known.function || '(score.subject[], numeric[], jsonb)') is null then
        return query select place || '.rule',
            format('needs the function %s(score.subject[], numeric[], jsonb), which does not exist', known.function);
    elsif parameters is not null then
        return query select * from ref.shape_problems(parameters, known.parameters, place || '.parameters');
    end if;
    if known.per_value is null and indicator ? 'values' then
        return query select place || '.values', format('the rule %s takes one: write value', rule_name);
    elsif known.per_value is not null and jsonb_typeof(parameters -> known.per_value) = 'array'
          and jsonb_typeof(expressions) = 'array'
          and jsonb_array_length(parameters -> known.per_value) <> jsonb_array_length(expressions) then
        return query select format('%s.parameters.%s', place, known.per_value),
            format('needs one for each value: %s; has %s', jsonb_array_length(expressions),
                   jsonb_array_length(parameters -> known.per_value));
    end if;
    if expressions @> '[{"points_of": "each"}]' and (known.per_value is not null or indicator ? 'values') then
        return query select place || '.values', 'points_of must be mean where there are several values';
    end if;
end $$;

comment on function score.rule_problems(jsonb, text) is
    'The part of score.check for the rule of one indicator and its parameters. place: the JSON path of the indicator.';
