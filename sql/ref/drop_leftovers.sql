-- What this transaction has written anew has a row no older than itself; whatever has an older one has left the source, or is
-- an old signature. Functions of triggers stand in migrations and stay.

create or replace function ref.drop_leftovers() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    begun constant integer := age(pg_current_xact_id()::xid);
    ours  constant regnamespace[] := '{ref,ingest,fact,settle,settled,rollup,score,merit,period,pay,post}';
    old   text;
    kept  text;  -- because another one still needs it
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
    'meritd migrate: removes the functions and views of ours that the transaction did not write anew before. Refuses (2BP01), '
    'naming it, when an object of somebody else rests on one, and (55000) outside of such a transaction.';
