do $$ begin
    create aggregate settle.cat(anycompatiblearray) (
        sfunc = array_cat, stype = anycompatiblearray, parallel = safe);
exception when duplicate_function then
    null;  -- an aggregate of this shape cannot be replaced, and need not be
end $$;

comment on aggregate settle.cat(anycompatiblearray) is 'The arrays of a group, one behind the other.';
