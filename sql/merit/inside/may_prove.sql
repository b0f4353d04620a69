create or replace function merit.may_prove(agent text, for_month date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select may_prove.agent <> all (merit.selves())
       and not coalesce(may_prove.agent = any (post.accounts(for_month, merit.me())), false)  -- nor was then
       and (merit.closes() or merit.has_role('merit_operator')
            or may_prove.agent = any (merit.led_agents((for_month + interval '1 month')::date - 1)))
$$;

comment on function merit.may_prove(text, date) is
    'Whether the caller may file evidence of the agent''s grade of a month, or withdraw it: the closing role and operators may for everybody, '
    'leads for those whom they led on its last day; nobody for itself.';
