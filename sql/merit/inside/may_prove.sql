create or replace function merit.may_prove(agent text, of_period text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select may_prove.agent <> all (merit.selves())
       and not exists (select from period.months_of(of_period) m where may_prove.agent = any (post.accounts(m, merit.me())))  -- nor was then
       and (merit.closes() or merit.has_role('merit_operator')
            or may_prove.agent = any (merit.led_agents((period.last_month(of_period) + interval '1 month')::date - 1)))
$$;

comment on function merit.may_prove(text, text) is
    'Whether the caller may file evidence of the agent''s grade of a month or term, or withdraw it: the closing role and operators may for everybody, '
    'leads for those whom they led on its last day; nobody for itself.';
