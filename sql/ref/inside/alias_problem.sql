-- An alias is one step: if the agent of an account were somebody's account in turn, it would matter in which order both were said.

create or replace function ref.alias_problem(account text, agent text, days daterange) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        case when days is null then 'an alias needs a first day'
             when isempty(days) or not days <@ daterange '[2000-01-01,)' or upper(days) > '2101-01-01'
             then 'its days must lie in the years 2000 to 2100, the first one not after the last'
             when lower(days) < ref.kept_from()
             then format('facts before %s were deleted (meritd retain): its first day can be %1$s or later', ref.kept_from()) end,
        (select format('%s is "%s"; a name has 1 to 128 bytes and does not begin with (', v.what, v.name)
           from (values (1, 'the account', account), (2, 'the agent', agent)) v(place, what, name)
          where coalesce(v.name, '') = '' or octet_length(v.name) > 128 or v.name like '(%'
          order by v.place limit 1),
        (select format('%s is an account of %s %s: name %s instead on these days', a.account, a.agent, ref.days_said(a.days), a.agent)
           from ref.agent_alias a
          where alias_problem.agent <> alias_problem.account and a.account = alias_problem.agent and a.days && alias_problem.days
          order by a.days limit 1),
        (select format('%s has an account of its own, %s, %s: first make %s an account of %s', a.agent, a.account, ref.days_said(a.days),
                       a.account, alias_problem.agent)
           from ref.agent_alias a
          where alias_problem.agent <> alias_problem.account and a.agent = alias_problem.account and a.days && alias_problem.days
          order by a.account, a.days limit 1))
$$;

comment on function ref.alias_problem(text, text, daterange) is
    'What is wrong with saying that an account is an agent''s on these days (its own, if both are the same), and what would be right; '
    'NULL: nothing.';
