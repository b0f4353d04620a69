-- As the caps of grades: a share is cut to a whole number, and of those who share a rank either all are among them or nobody.

create or replace function period.share_actions(results period.term_result[], awards jsonb)
returns table (agent text, action text, because text, due_days integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with ranked as materialized (  -- one row per ranked agent, with how many there are up to the agent from the top, and from the bottom
        select r.agent, r.rank, count(*) over (grp order by r.rank) as from_best, count(*) over (grp order by r.rank desc) as from_last,
               count(*) over (grp) as size, min(r.rank) over (grp) < max(r.rank) over (grp) as differ
          from unnest(results) r
         where r.rank is not null
        window grp as (partition by case when r.scope = 'team' then coalesce(r.team, '') end)
    )
    select r.agent, e.award ->> 'award', ref.message('ask.rank_of', r.rank::text, r.size::text), (e.award -> 'due_days')::integer
      from jsonb_array_elements(awards) as e(award)
     cross join ranked r
     where r.differ
       and case e.award ->> 'of' when 'best' then r.from_best else r.from_last end
           <= coalesce((e.award -> 'places')::integer, floor((e.award -> 'share')::numeric * r.size))
$$;

comment on function period.share_actions(period.term_result[], jsonb) is
    'What a scheme''s list of awards by rank (shares) gives to whom by its results of a term: the best, or the last, of the ranked of the shop or '
    'team. Nobody where all share one rank. because: a message of ref.say. due_days: NULL: the usual.';
