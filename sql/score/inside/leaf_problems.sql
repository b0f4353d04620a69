create or replace function score.leaf_problems(leaf jsonb, kind text, earlier text[], place text)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    name constant text := leaf ->> kind;
begin
    return query select * from ref.shape_problems(leaf, score.leaf_shapes() -> kind, place);
    if kind in ('metric', 'target') and not score.metric_known(name) then
        return query select place || '.' || kind,
            format('must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is %s%s', ref.excerpt(leaf -> kind),
                   '; did you mean ' || ref.nearest(name, array(select m.metric from score.metric_list() m)) || '?');
    elsif kind = 'metric' and leaf ? 'of' and name like 'mark:%' then
        return query select place || '.of', 'goes with metrics of docs/metrics.md and tally:<kind>: marks have no sum';
    elsif kind = 'indicator' and name is not null and name <> all (earlier) then
        return query select place || '.indicator',
            format('must be an indicator that stands above; is %s%s', ref.excerpt(leaf -> kind),
                   '; did you mean ' || ref.nearest(name, earlier) || '?');
    elsif kind = 'marks' and leaf ? 'marks_needed' and leaf ->> 'points_of' = 'each' then
        return query select place || '.marks_needed', 'goes with points_of mean';
    end if;
end $$;

comment on function score.leaf_problems(jsonb, text, text[], text) is
    'The part of score.check for a named amount of an expression. kind: the member that names it; earlier: the indicators above; '
    'place: its JSON path.';
