-- 0011: nobody chooses who it is.

create function ref.refuse_own_login() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    changed text[] := array[case when tg_op <> 'INSERT' then old.login end, case when tg_op <> 'DELETE' then new.login end];
begin
    if not merit.is_owner() and changed && array[merit.caller(), session_user::text] then
        raise exception '% may not say whose login it is itself', merit.caller()
            using errcode = 'insufficient_privilege', hint = 'another operator, or the administrator, says it';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
comment on function ref.refuse_own_login() is
    'Trigger: refuses (42501) that somebody but the owner adds, changes or removes the row of its own login: it would see what '
    'another sees, or decide on itself as nobody.';

create trigger refuse_own_login before insert or update or delete on ref.login
    for each row execute function ref.refuse_own_login();
