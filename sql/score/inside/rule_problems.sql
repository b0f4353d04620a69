create or replace function score.rule_problems(rule_name text, parameters jsonb, place text)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known score.rule;
begin
    if rule_name is null then
        return;
    end if;
    select r.* into known from score.rule r where r.rule = rule_name;
    if not found then
        return query select place || '.rule', format('must be one of %s; is %s',
            (select string_agg(r.rule, ', ' order by r.rule) from score.rule r), rule_name);
    elsif to_regprocedure(known.function || '(numeric, jsonb)') is null then
        return query select place || '.rule',
            format('needs the function %s(numeric, jsonb), which does not exist', known.function);
    elsif parameters is not null then
        return query select * from ref.shape_problems(parameters, known.parameters, place || '.parameters');
    end if;
end $$;

comment on function score.rule_problems(text, jsonb, text) is
    'The part of score.check for the rule of one indicator and its parameters. place: the JSON path of the indicator.';
