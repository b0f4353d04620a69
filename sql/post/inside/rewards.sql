create or replace function post.rewards(of_period text, for_revision integer, scheme text, names_down_to integer)
returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with added as (  -- one row per agent and reason
        select u.agent, u.reason, coalesce(min(u.kind) filter (where u.reverses is null), 'reversal') as kind,
               sum(u.amount) as amount, min(u.currency) as currency, min(u.note) filter (where u.reverses is null) as note,
               min(u.line) as line
          from pay.untold u
         where u.period = of_period and u.revision = for_revision
         group by u.agent, u.reason
        having sum(u.amount) <> 0
    )
    select coalesce(jsonb_agg(jsonb_build_object('reason', a.reason, 'kind', a.kind, 'amount', a.amount,
                                                 'currency', a.currency, 'note', ref.say(a.note, (select s.language from ref.shop s)))
                              || case when names_down_to is null or r.rank <= names_down_to
                                      then jsonb_build_object('agent', a.agent, 'name', r.name) else '{}' end
                              order by a.line), '[]')
      from added a
      left join period.results_of(of_period, for_revision, rewards.scheme) r on r.agent = a.agent
$$;

comment on function post.rewards(text, integer, text, integer) is
    'One element per agent and reason with money that no posting of the month or term and revision has told of yet (pay.untold): '
    'what is added or taken back. Waivers are left out, because they would reveal commissions.';
