-- Marks and targets are never sealed, and a customer's exclusion is also of what comes later.

create or replace function fact.check_sealed(kind text, reference text, months date[]) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if kind in ('conversation', 'order', 'credit', 'ticket', 'survey')
       and (select max(m) from unnest(months) m) < ref.kept_from() then
        raise exception '%', ref.said(ref.message('refused.sealed', ref.term('exclusion', case kind when 'credit' then 'order' else kind end), reference))
            using errcode = 'invalid_parameter_value', column = 'reference';
    end if;
end $$;

comment on function fact.check_sealed(text, text, date[]) is
    'Raises 22023 when an exclusion could change nothing: all months that it may change are before ref.kept_from.';
