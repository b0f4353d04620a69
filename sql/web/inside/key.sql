create or replace function web.key(after text, types text[]) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    parts text[];
begin
    if after is null then
        return null;
    end if;
    parts := array(select p from jsonb_array_elements_text(after::jsonb) with ordinality x(p, n) order by n);
    if cardinality(parts) <> cardinality(types) or array_position(parts, null) is not null then
        raise invalid_parameter_value;
    end if;
    for i in 1 .. cardinality(parts) loop
        case types[i]
            when 'numeric' then perform parts[i]::numeric;
            when 'timestamptz' then perform parts[i]::timestamptz;
            when 'date' then perform parts[i]::date;
            else null;
        end case;
    end loop;
    return parts;
exception when others then
    raise exception '%', ref.said(ref.message('refused.after', left(after, 100))) using errcode = 'invalid_parameter_value', column = 'after';
end $$;

comment on function web.key(text, text[]) is
    'The key of the last row of the page before, as the door gave it (next), in parts of these types; NULL: there was none. 22023: it is '
    'no such key.';
