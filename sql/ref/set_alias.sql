-- With both locks, so that no month is closed and nothing is settled between the old aliases and the new.

create or replace function ref.set_alias(account text, agent text, first_day date, last_day date) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    said   constant daterange := case when last_day < first_day then 'empty' else daterange(first_day, last_day, '[]') end;
    before ref.agent_alias[];
    agents text[];  -- that the account was
    moved  datemultirange;
    wrong  text;
begin
    if not merit.closes() or account = any (merit.selves()) or agent = any (merit.selves()) or merit.has_numbers_since(first_day) then
        raise exception '% may not say whose account % is', merit.caller(), account using errcode = 'insufficient_privilege',
              hint = 'the closing role and the owner may, but nobody whose own numbers or rank it may move';
    end if;
    perform period.lock();
    perform settle.lock(true);
    wrong := ref.alias_problem(account, agent, said);
    if wrong is not null then
        raise exception using message = wrong, errcode = 'invalid_parameter_value';
    end if;

    before := array(select a from ref.agent_alias a where a.account = set_alias.account);
    select case when set_alias.agent = set_alias.account then datemultirange(said) * coalesce(range_agg(b.days), '{}')
                else datemultirange(said)
                     - coalesce(range_agg(b.days) filter (where b.agent = set_alias.agent), '{}') end
      into moved from unnest(before) b;
    if isempty(moved) then
        return false;
    end if;
    delete from ref.agent_alias a where a.account = set_alias.account;
    insert into ref.agent_alias (account, agent, days)
    select set_alias.account, s.agent, unnest(range_agg(s.span))
      from (select b.agent, unnest(datemultirange(b.days) - datemultirange(said)) as span from unnest(before) b
            union all
            select set_alias.agent, said) s
     where s.agent <> set_alias.account
     group by s.agent;
    insert into ref.alias_change (account, agent, days, made_by) values (account, agent, said, merit.signed(null));
    agents := array(select b.agent from unnest(before) b) || account;
    perform settle.hold_for_named(settle.name_account(account, agents, moved));
    return true;
end $$;

comment on function ref.set_alias(text, text, date, date) is
    'On the business days from the first to the last (NULL: for ever) the account is the agent''s, or its own if both are the same, '
    'whatever it was before; false when it is already. All that it did then is calculated again (rollup.held). What is wrong raises 22023; who may not '
    'say it, 42501.';
