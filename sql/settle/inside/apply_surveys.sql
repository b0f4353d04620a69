-- Step 4. Settles surveys: those named, and those of the conversations, orders and tickets named.

create or replace function settle.apply_surveys(
    surveys bigint[], conversations text[], orders text[], tickets text[],
    out lines rollup.agent_period[]  -- the difference of what they count, with its sign
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    named bigint[];
    old   settled.survey[];
    new   settled.survey[];
begin
    named := fact.same_answer(surveys || array(
        select v.hash
          from (select unnest(conversations) as reference, 'conversation' as subject
                 union all select unnest(orders), 'order'
                 union all select unnest(tickets), 'ticket') s
          join fact.survey v using (reference, subject)));
    if coalesce(cardinality(named), 0) = 0 then
        return;
    end if;

    with fresh as materialized (
        select f from settle.surveys_of(named) f
    ), stored as materialized (
        select s from settled.survey s where s.hash in (select distinct unnest(named))
    ), difference as (
        select stored.s, fresh.f
          from fresh
          full join stored on (stored.s).hash = (fresh.f).hash
         where stored.s is distinct from fresh.f
    )
    select array_agg(d.s) filter (where (d.s).hash is not null),
           array_agg(d.f order by (d.f).hash) filter (where (d.f).hash is not null)
      into old, new
      from difference d;

    lines := rollup.lines_of('survey_line', 'hash', array(select o.hash from unnest(old) o), '-');
    delete from settled.survey s using unnest(old) o where s.hash = o.hash;
    insert into settled.survey select n.* from unnest(new) n;
    lines := lines || rollup.lines_of('survey_line', 'hash', array(select n.hash from unnest(new) n));
    perform rollup.add_dimensions(new, old);
end $$;

comment on function settle.apply_surveys(bigint[], text[], text[], text[]) is
    'Settles the answers of the surveys named, and of those that follow what is named.';
