-- The catalogue row of an object that this transaction wrote is as new as the transaction. An object with an older row has
-- left the source, or has an old signature. Trigger functions are made by migrations, and stay.

create or replace function ref.drop_leftovers() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    begun constant integer := age(pg_current_xact_id()::xid);
    ours  constant regnamespace[] := '{ref,ingest,fact,settle,settled,rollup,score,merit,period,pay,post,web}';
    old   text;
    kept  text;  -- not dropped yet: another leftover still needs it
    moved boolean := true;
begin
    if (select age(p.xmin) from pg_proc p where p.oid = 'ref.drop_leftovers()'::regprocedure) > begun then
        raise exception 'only meritd migrate may ask for this: it writes everything anew first'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    while moved loop
        moved := false;
        kept := null;
        for old in
            select 'view ' || c.oid::regclass
              from pg_class c join pg_rewrite r on r.ev_class = c.oid
             where c.relkind = 'v' and c.relnamespace = any (ours) and age(r.xmin) > begun
            union all
            select 'routine ' || p.oid::regprocedure
              from pg_proc p
             where p.prorettype <> 'trigger'::regtype and p.pronamespace = any (ours) and age(p.xmin) > begun
        loop
            begin
                execute 'drop ' || old;
                moved := true;
            exception when dependent_objects_still_exist then
                kept := old;
            end;
        end loop;
    end loop;
    if kept is not null then
        execute 'drop ' || kept;
    end if;
end $$;

comment on function ref.drop_leftovers() is
    'For meritd migrate: removes those of our functions and views that the transaction has not written anew. Raises '
    '2BP01, naming the object, when somebody else''s object depends on one of them; raises 55000 outside such a '
    'transaction.';
