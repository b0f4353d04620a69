create or replace function web.acknowledgements(for_month date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return (
        with own as materialized (select pay.own_accounts(for_month) as agents)
        select coalesce(jsonb_agg(jsonb_build_object(
                   'agent', a.agent, 'name', a.name, 'revision', a.revision, 'told_at', a.told_at, 'acknowledged_at', a.acknowledged_at,
                   'acknowledged_by', a.acknowledged_by, 'own', coalesce(a.agent = any (o.agents), false))
                   order by a.acknowledged_at is not null, a.agent collate "C"), '[]')
          from merit.seen_acknowledgements(period.month_name(for_month)) a
         cross join own o);
end $$;

comment on function web.acknowledgements(date) is
    'Who has acknowledged the result of a closed month and who has not (merit.seen_acknowledgements), of those whom the caller may see. own: the '
    'caller may acknowledge it.';
