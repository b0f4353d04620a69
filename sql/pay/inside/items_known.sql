create or replace function pay.items_known(formula jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    one     jsonb;
    known   jsonb := '[]';
    unknown text[] := '{}';
begin
    for one in select i from jsonb_array_elements(coalesce(formula -> 'items', '[]')) i loop
        if exists (select from score.leaves(jsonb_build_array(one -> 'amount')) as l(leaf)
                    where l.leaf ? 'input' or l.leaf ->> 'item' = any (unknown)) then
            unknown := unknown || (one ->> 'item');
        else
            known := known || jsonb_build_array(one);
        end if;
    end loop;
    return known;
end $$;

comment on function pay.items_known(jsonb) is
    'The items of a pay formula (pay.formula) that follow from results alone, so that a close knows what they come to: those that name no '
    'input of payroll, nor an item that does.';
