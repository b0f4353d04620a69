create or replace function settle.holder() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(concat_ws(', ', format('%s (pid %s', a.usename, a.pid), nullif(a.application_name, ''),
                                to_char(a.xact_start, '"since" YYYY-MM-DD HH24:MI:SS TZ')) || ')', '; ')
      from pg_locks l
      join pg_stat_activity a using (pid)
     where l.locktype = 'relation' and l.relation = 'settle.state'::regclass and l.granted
       and l.mode = 'ShareUpdateExclusiveLock' and l.pid <> pg_backend_pid()
       and l.database = (select d.oid from pg_database d where d.datname = current_database())
$$;

comment on function settle.holder() is
    'Who holds the settler''s lock: login, process, program, since when. NULL: no other session does.';
