-- 0038: scores follow from surveys by dimension, and from whose an account is: what changes either marks its months (0022).

do $$
declare
    v record;
begin
    for v in
        select s.source, s.query, e.event, e.was
          from (values ('rollup.dimension_period',
                        'select date_trunc(''month'', c.start)::date as since, date_trunc(''month'', c.start)::date as until from changed c'),
                       ('ref.agent_alias',
                        'select date_trunc(''month'', lower(c.days))::date as since, coalesce(upper(c.days) - 1, ''infinity'') as until '
                        'from changed c'))
               as s(source, query)
         cross join (values ('insert', 'new'), ('delete', 'old'), ('update', 'old'), ('update', 'new')) as e(event, was)
         where (s.source, e.event, e.was) <> ('rollup.dimension_period', 'update', 'old')  -- its keys stay
    loop
        execute format('create trigger mark_stale_%2$s_%3$s after %2$s on %1$s referencing %3$s table as changed '
                       'for each statement execute function score.mark_stale(%4$L)', v.source, v.event, v.was, v.query);
        execute format('alter table %s enable always trigger mark_stale_%s_%s', v.source, v.event, v.was);
        execute format('create or replace trigger mark_stale_truncate after truncate on %s '
                       'for each statement execute function score.mark_stale()', v.source);
        execute format('alter table %s enable always trigger mark_stale_truncate', v.source);
    end loop;
end $$;
