create or replace function merit.clear_dead_letters(before timestamptz, reason text, ids bigint[]) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    letters bigint;
begin
    if num_nonnulls(before, reason, ids) = 0 then
        raise exception 'which dead letters? name a day, a reason or ids' using errcode = 'invalid_parameter_value';
    end if;
    delete from ingest.dead_letter d
     where (clear_dead_letters.before is null or d.rejected_at < clear_dead_letters.before)
       and (clear_dead_letters.reason is null or d.reason = clear_dead_letters.reason)
       and (clear_dead_letters.ids is null or d.id = any (clear_dead_letters.ids));
    get diagnostics letters = row_count;
    insert into ingest.dead_letter_clearing (cleared_at, cleared_by, before, reason, ids, letters)
    values (clock_timestamp(), merit.caller(), before, reason, ids, letters);
    return letters;
end $$;

comment on function merit.clear_dead_letters(timestamptz, text, bigint[]) is
    'Deletes the dead letters that meet every condition given: rejected before an instant, for a reason, among the ids '
    '(NULL: no such condition; 22023 when all are NULL). Records the deletion and returns how many it deleted. A record '
    'that arrives again is rejected again.';
