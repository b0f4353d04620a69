create or replace function period.was_entered(id uuid, type text, data jsonb, login text) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    known period.entered;
begin
    if id is null then
        raise exception '%', ref.said('refused.entered_no_id') using errcode = 'invalid_parameter_value', column = 'id';
    end if;
    select e.* into known from period.entered e where e.id = was_entered.id;
    if known.id is null then
        return false;
    elsif (known.type, known.data - 'rater', known.login) is distinct from (was_entered.type, was_entered.data - 'rater', was_entered.login) then
        raise exception '%', ref.said(ref.message('refused.entered_other', id::text)) using errcode = 'invalid_parameter_value', column = 'id';
    end if;
    return true;
end $$;

comment on function period.was_entered(uuid, text, jsonb, text) is
    'Whether the login entered this event before, with this id, whoever it marked as. 22023: there is no id, or something else has it.';
