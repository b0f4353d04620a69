-- Skips rows that another session is deleting, so that nobody waits for them.

create or replace function ingest.expire_dead_letters(days integer) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    before  timestamptz := now() - make_interval(days => expire_dead_letters.days);
    letters bigint;
begin
    if days is null or days < 1 then
        raise exception 'dead letters are kept for a day at least' using errcode = 'invalid_parameter_value';
    end if;
    delete from ingest.dead_letter d
     where d.id in (select o.id from ingest.dead_letter o where o.rejected_at < before
                     order by o.rejected_at limit 1000 for update skip locked);
    get diagnostics letters = row_count;
    if letters > 0 then
        insert into ingest.dead_letter_clearing (cleared_at, cleared_by, before, letters)
        values (clock_timestamp(), merit.caller(), before, letters);
    end if;
    return letters;
end $$;

comment on function ingest.expire_dead_letters(integer) is
    'Deletes the oldest dead letters that were rejected at least the given number of days ago, 1000 at most. Records the '
    'deletion and returns how many it deleted.';
