-- 0052: what is taken over from the month before: figures that weigh nothing, and months that follow from the month before them.

alter table score.indicator drop constraint indicator_weight_check,
                            add constraint indicator_weight_check check (weight >= 0);
comment on column score.indicator.weight is 'What it weighs in the total; 0: a figure that is shown, looked at by others or carried over, and does not count.';

insert into score.rule (rule, function, description, parameters) values
('figure', 'score.rule_figure', 'No points: the value is shown, looked at by other indicators or taken over by the next month.', '{"type": "object"}');

-- Where no version of a scheme looks at the month before, a close, or an account that was somebody's to the end of a month, leaves the next
-- month as it is.
do $$
declare
    looks_back constant text := 'exists (select from score.indicator i where jsonb_path_exists(i.expressions, ''$.**.before''))';
    v record;
begin
    for v in
        select s.source, s.month, e.event, e.was
          from (values ('period.closing', 'c.month', '{insert}'::text[]),
                       ('ref.agent_alias', 'date_trunc(''month'', upper(c.days) - 1)', '{insert,delete,update}')) as s(source, month, events)
         cross join (values ('insert', 'new'), ('delete', 'old'), ('update', 'old'), ('update', 'new')) as e(event, was)
         where e.event = any (s.events)
    loop
        execute format('create trigger mark_next_stale_%2$s_%3$s after %2$s on %1$s referencing %3$s table as changed '
                       'for each statement execute function score.mark_stale(%4$L)', v.source, v.event, v.was,
                       format('select (%1$s + interval ''1 month'')::date as since, (%1$s + interval ''1 month'')::date as until from changed c '
                              'where %1$s is not null and %2$s', v.month, looks_back));
        execute format('alter table %s enable always trigger mark_next_stale_%s_%s', v.source, v.event, v.was);
    end loop;
end $$;
