-- Makes the roles, without login; the administrator makes logins and puts them into roles (docs/roles.md). Roles belong to
-- the server, not to this database, and existing ones stay as they are. The administrator runs this once with psql, so that
-- the owner need not create roles. migrate runs it too; an owner who may not create roles is told what to run.

do $$
declare
    wanted text;
begin
    foreach wanted in array array['meritd_ingest', 'meritd_settle', 'meritd_close', 'merit_lead', 'merit_agent',
                                  'merit_payroll', 'merit_operator', 'merit_reader', 'meritd_web'] loop
        if exists (select from pg_catalog.pg_roles r where r.rolname = wanted) then
            continue;
        end if;
        begin
            execute format('create role %I nologin %s', wanted, case wanted when 'meritd_web' then 'noinherit' else '' end);
        exception
        when duplicate_object or unique_violation then
            null;  -- a session in another database of this server has just made it
        when insufficient_privilege then
            raise warning 'role % is missing and % may not create it', wanted, current_user
                using hint = format('as a superuser: create role %I nologin%s; then meritd migrate again', wanted,
                                    case wanted when 'meritd_web' then ' noinherit' else '' end);
        end;
    end loop;
end $$;
