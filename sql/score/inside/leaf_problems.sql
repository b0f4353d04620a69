create or replace function score.leaf_problems(leaf jsonb, kind text, shapes jsonb, named jsonb, place text)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    name    constant text := leaf ->> kind;
    earlier constant text[] := array(select e from jsonb_array_elements_text(named -> kind) e);
    grades  constant text[] := array(select g from jsonb_array_elements_text(named -> 'grade') g);
begin
    return query select * from ref.shape_problems(leaf, shapes -> kind, place);
    if kind in ('metric', 'target') and not score.metric_known(name) then
        return query select place || '.' || kind,
            format('must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is %s%s', ref.excerpt(leaf -> kind),
                   '; did you mean ' || ref.nearest(name, array(select m.metric from score.metric_list() m)) || '?');
    elsif kind = 'metric' and leaf ? 'of' and name like 'mark:%' then
        return query select place || '.of', 'goes with metrics of docs/metrics.md and tally:<kind>: marks have no sum';
    elsif kind in ('indicator', 'item') and name is not null and name <> all (earlier) then
        return query select place || '.' || kind,
            format('must be an %s that stands above; is %s%s', kind, ref.excerpt(leaf -> kind),
                   '; did you mean ' || ref.nearest(name, earlier) || '?');
    elsif kind = 'indicator' and leaf ->> 'as' is distinct from 'value' and named -> 'figure' ? name then
        return query select place || '.indicator', format('needs "as": "value": the rule figure gives %s no points', name);
    elsif kind = 'before' and name is not null and name <> all (earlier) then
        return query select place || '.before',
            format('must be an indicator; is %s%s', ref.excerpt(leaf -> kind), '; did you mean ' || ref.nearest(name, earlier) || '?');
    elsif kind = 'marks' and leaf ? 'marks_needed' and leaf ->> 'points_of' = 'each' then
        return query select place || '.marks_needed', 'goes with points_of mean';
    elsif kind = 'coefficient' and jsonb_typeof(leaf -> kind) = 'object' then
        return query
        select format('%s.coefficient.%s', place, k), 'must be a grade of the list' || coalesce('; did you mean ' || ref.nearest(k, grades) || '?', '')
          from jsonb_object_keys(leaf -> kind) k where k <> all (grades) and k <> 'comment'
        union all
        select place || '.coefficient', 'needs every grade of the list: ' || string_agg(g.grade, ', ' order by g.i)
          from unnest(grades) with ordinality as g(grade, i) where not leaf -> kind ? g.grade having count(*) > 0;
    end if;
end $$;

comment on function score.leaf_problems(jsonb, text, jsonb, jsonb, text) is
    'The part of score.check for a named amount of an expression. kind: the member that names it; shapes, named, place: as of '
    'score.expression_problems.';
