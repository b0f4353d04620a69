create or replace function score.contributed(points score.point[])
returns setof score.point
language sql immutable rows 1000
set search_path = pg_catalog, pg_temp
as $$
    select p.agent, p.position, p.indicator, p.value, p.points, p.weight, p.better,
           p.numbers, p.edge, p.next_edge, p.missing, trim_scale(round(p.weight * p.brings / p.weights, 12)), trim_scale(p.weight * p.points / p.weights)
      from (select u.*, sum(u.weight) filter (where u.points is not null) over (partition by u.agent) as weights
              from unnest(points) u) p
$$;

comment on function score.contributed(score.point[]) is
    'The same rows with what each contributes to the agent''s total (weight × points / the sum of the weights of indicators that '
    'have points), and what the next edge would bring to it.';
