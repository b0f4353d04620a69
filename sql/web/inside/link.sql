create or replace function web.link(template text, id text) returns text
language plpgsql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
begin
    if id !~ '^[A-Za-z0-9._~-]*$' then
        id := (select string_agg(case when b.byte between 48 and 57 or b.byte between 65 and 90 or b.byte between 97 and 122
                                        or b.byte in (45, 46, 95, 126)
                                      then chr(b.byte) else '%' || upper(lpad(to_hex(b.byte), 2, '0')) end, '' order by b.place)
                 from (select get_byte(convert_to(link.id, 'UTF8'), n) as byte, n as place
                         from generate_series(0, octet_length(convert_to(link.id, 'UTF8')) - 1) n) b);
    end if;
    return replace(template, '{id}', id);
end $$;

comment on function web.link(text, text) is
    'A template of web.chat_url or web.order_url with an id in place of {id}, escaped as RFC 3986 has it; NULL without a template.';
