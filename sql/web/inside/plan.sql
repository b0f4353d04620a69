create or replace function web.plan(for_month date, agents text[]) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'agent', d.agent, 'item', d.item, 'label', ref.said(ref.term('item', d.item)), 'name', d.name,
                   'name_label', case d.item when 'metric' then web.label(d.name) else d.name end,
                   'frozen', d.frozen, 'today', d.today, 'difference', trim_scale(d.difference))
                   order by d.agent collate "C", d.item desc, d.name), '[]')
          from merit.month_drift d
         where d.month = for_month and (agents is null or d.agent = any (agents)));
end $$;

comment on function web.plan(date, text[]) is
    'What a revision of a closed month would change today (merit.month_drift), of these agents or (NULL) of all.';
