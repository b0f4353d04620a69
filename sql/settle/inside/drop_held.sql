create or replace function settle.drop_held() returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from rollup.held_period p where p.ctid = any (array(select h.ctid from rollup.held_period h limit 10000));
    if not found then
        delete from rollup.held_dimension p where p.ctid = any (array(select h.ctid from rollup.held_dimension h limit 10000));
    end if;
    if not found then
        delete from rollup.held_buyers p where p.ctid = any (array(select h.ctid from rollup.held_buyers h limit 10000));
    end if;
    if not found then
        delete from settle.recalculation;
        return false;
    end if;
    return true;
end $$;

comment on function settle.drop_held() is
    'Deletes some of the rows that nothing shows any more; once there are none, the recalculation is over. Returns whether it is not.';
