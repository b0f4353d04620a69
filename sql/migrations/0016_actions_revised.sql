-- 0016: a change of an action says which revision made it, and what that found; a note is but words.

alter table period.action_change
    add column month date,
    add column revision integer,
    add column because text,
    add column due timestamptz,
    add foreign key (month, revision) references period.closing match full,
    add check (num_nulls(because, due) <> 1 and (due is null or state = 'open' and revision is not null));
comment on table period.action_change is
    'One row per change of an action''s state; the last one holds. month, revision: of the revision that made it; NULL: a '
    'person did. because, due: of what it found that asks for the action, NULL: as before.';

-- Of older ones their instant, name and note tell, all three of them: no person writes as of the instant of a revision.
alter table period.action_change disable trigger refuse_change;
update period.action_change x
   set month = c.month, revision = c.revision
  from period.closing c
 cross join period.action a
 where c.revision > 0 and a.id = x.action and (x.changed_at, x.changed_by) = (c.as_of, c.closed_by)
   and x.note = format('revision %s', c.revision) || case when c.month <> a.month then to_char(c.month, '" of "YYYY-MM') else '' end;
alter table period.action_change enable always trigger refuse_change;

-- They get entries again, as version 2 of pay.hashed has them.
do $$
declare
    content jsonb;
    e       pay.journal;
begin
    set local timezone = 'UTC';
    select j.* into e from pay.journal j order by j.entry desc limit 1;
    for content in select to_jsonb(x) from period.action_change x order by x.id loop
        e.relation := 'period.action_change';
        e.version := 2;
        e.key := content ->> 'id';
        e.content := encode(sha256(convert_to(content::text, 'UTF8')), 'hex');  -- of all columns
        e.prev_hash := coalesce(e.hash, repeat('0', 64));
        e.entry := coalesce(e.entry, 0) + 1;
        e.hash := encode(sha256(convert_to(concat_ws(' ', e.entry, e.relation, e.version, e.key, e.content, e.prev_hash),
                                           'UTF8')), 'hex');
        insert into pay.journal select e.*;
    end loop;
end $$;
