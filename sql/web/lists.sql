create or replace function web.lists(list text, month date default null, team text default null, after text default null,
                                     most integer default 50, agent text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop      constant ref.shop := web.enter();
    today     constant date := ref.day_of(merit.now());
    for_month constant date := web.month(month, date_trunc('month', today)::date);
    wanted    constant integer := web.most(coalesce(most, 50), 500);
    from_key  constant text[] := web.key(after, '{text,text}');
    agents    text[] := web.seen();
    staff     jsonb;
    rows      jsonb;
begin
    perform web.known('list', coalesce(list, ''), array['inquiries', 'unpaid_orders', 'overdue_tickets', 'targets', 'marks_due', 'samples']);
    select coalesce(jsonb_object_agg(s.agent, jsonb_build_object('name', s.name, 'team', s.team)), '{}')
      into staff
      from ref.staff_on(score.staff_day(for_month), agents) s;
    perform web.known('team', team, array(select distinct p.value ->> 'team' from jsonb_each(staff) p where p.value -> 'team' <> 'null'));
    perform web.known_agent(agent) where agent is not null;
    agents := array(select a from unnest(coalesce(agents, array(select jsonb_object_keys(staff) union select unnest(web.present(for_month))))) a
                     where (lists.team is null or staff #>> array[a, 'team'] = lists.team) and (lists.agent is null or a = lists.agent));
    with row as (
        select * from web.lost_inquiries(for_month, agents) where list = 'inquiries'
        union all
        select * from web.unpaid_orders(for_month, agents) where list = 'unpaid_orders'
        union all
        select * from web.overdue_tickets(for_month, agents) where list = 'overdue_tickets'
        union all
        select * from web.target_rows(for_month, agents) where list = 'targets'
        union all
        select * from web.marks_due(for_month, agents) where list = 'marks_due'
        union all
        select * from web.samples(for_month, agents, from_key, wanted + 1) where list = 'samples'
    ), page as materialized (
        select r.*, row_number() over (order by r.key collate "C", r.id collate "C") as place
          from row r
         where from_key is null or (r.key collate "C", r.id collate "C") > (from_key[1], from_key[2])
         order by place limit wanted + 1
    )
    select jsonb_build_object(
        'list', list,
        'label', ref.said('list.' || list),
        'month', period.month_name(for_month),
        'team', team,
        'rows', coalesce(jsonb_agg(jsonb_build_object('agent', p.agent, 'name', staff #> array[p.agent, 'name'], 'team', staff #> array[p.agent, 'team'])
                                   || p.content order by p.place) filter (where p.place <= wanted), '[]'),
        'next', (select jsonb_build_array(l.key, l.id)::text from page l
                  where l.place = wanted and exists (select from page q where q.place > wanted)))
      into rows
      from page p;
    return rows;
end $$;

comment on function web.lists(text, date, text, text, integer, text) is
    'What to act on in a month (NULL: the current one): inquiries that did not order (inquiries), unpaid_orders, overdue_tickets, targets, '
    'marks_due, samples of conversations to mark; of one team or agent or of everybody whom the caller may see, at most so many rows (most, 1 … 500), after a '
    'page. 22023: no such list, month, team, agent or page. docs/doors.md has the shapes.';
