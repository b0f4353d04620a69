-- 0013: appeals, actions and what exclusions changed are hashed by the journal too; of what payroll gave, no amount can be
-- tried out until its hash fits.

-- Keys of the journal are numbers.
alter table fact.exclusion_effect drop constraint exclusion_effect_pkey;
alter table fact.exclusion_effect add column id bigint generated always as identity primary key,
                                  add unique (exclusion, ending, month, agent, item, name);

-- Rows before it have none: their entries are of version 1 of pay.hashed.
alter table pay.input add column salt uuid;
alter table pay.input alter column salt set default gen_random_uuid();
alter table pay.settlement add column salt uuid;
alter table pay.settlement alter column salt set default gen_random_uuid();
comment on column pay.input.salt is 'Nobody can guess it, nor the amount from the journal''s head, which more people may know.';
comment on column pay.settlement.salt is 'As in pay.input: nobody can guess the inputs.';

-- The rows that there are get their entries, as version 1 of pay.hashed has them.
do $$
declare
    shape   record;
    content jsonb;
    e       pay.journal;
begin
    set local timezone = 'UTC';
    select j.* into e from pay.journal j order by j.entry desc limit 1;
    for shape in
        select v.relation, v.columns::text[]
          from (values
               ('period.appeal', '{id,month,revision,agent,indicator,reason,filed_at,filed_by,login,filer}'),
               ('period.action', '{id,month,revision,agent,action,because,due}'),
               ('period.action_change', '{id,action,state,changed_at,changed_by,note}'),
               ('fact.exclusion_effect', '{id,exclusion,ending,month,agent,item,name,before,after}')) as v(relation, columns)
    loop
        for content in execute format('select to_jsonb(t) from %s t order by t.id', shape.relation) loop
            e.relation := shape.relation;
            e.version := 1;
            e.key := content ->> 'id';
            e.content := encode(sha256(convert_to((select jsonb_object_agg(c, content -> c)
                                                     from unnest(shape.columns) c)::text, 'UTF8')), 'hex');
            e.prev_hash := coalesce(e.hash, repeat('0', 64));
            e.entry := coalesce(e.entry, 0) + 1;
            e.hash := encode(sha256(convert_to(concat_ws(' ', e.entry, e.relation, e.version, e.key, e.content, e.prev_hash),
                                               'UTF8')), 'hex');
            insert into pay.journal select e.*;
        end loop;
    end loop;
end $$;
