create or replace function web.evidence(agent text, month date, indicator text, scheme text default null, after text default null,
                                        most integer default 50, term text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop      constant ref.shop := web.enter();
    for_month constant date := coalesce(period.last_month(term), web.month(month, date_trunc('month', ref.day_of(merit.now()))::date));
    of_period constant text := coalesce(term, period.month_name(for_month));
    who       constant text := coalesce(agent, merit.me());
    rows      constant integer := web.most(coalesce(most, 50), 500);
    from_key  constant text[] := web.key(after, '{text,numeric,timestamptz,text}');
    setting   period.setting;
    chosen    record;
    metrics   text[];
    targets   text[];
    answer    jsonb;
begin
    perform web.known_agent(coalesce(who, ''));
    if term is not null then
        perform web.known('term', term, array(select c.term from period.term_closing c));
        select s.scheme, s.version, s.document, ordinality into chosen
          from period.term_scheme f
          join score.scheme s using (scheme, version)
         cross join lateral (select f.scheme <> (select c.scheme from period.term_closing c where (c.term, c.revision) = (f.term, f.revision)) as ordinality) o
         where f.term = evidence.term and f.revision = period.latest_term(evidence.term) and (evidence.scheme is null or f.scheme = evidence.scheme)
         order by exists (select from score.indicator i where (i.scheme, i.version, i.indicator) = (s.scheme, s.version, evidence.indicator)) desc,
                  exists (select from period.term_result r where (r.term, r.revision, r.scheme, r.agent) = (f.term, f.revision, f.scheme, who)) desc, ordinality, f.scheme
         limit 1;
    else
        perform web.known('scheme', scheme, array(select s.scheme from web.schemes(for_month) s));
        select s.* into chosen
          from web.schemes(for_month) with ordinality s
         where evidence.scheme is null or s.scheme = evidence.scheme
         order by exists (select from web.results(for_month, s.scheme, array[who])) desc, s.ordinality
         limit 1;
    end if;
    perform web.known('indicator', coalesce(indicator, ''), array(select i.indicator from score.indicator i
                                                                   where i.scheme = chosen.scheme and i.version = chosen.version
                                                                   union
                                                                  select u.part from period.parts_used(term, period.latest_term(term)) u where term is not null));
    select s.* into setting from period.setting s;
    select array_agg(l.metric) filter (where l.metric is not null), array_agg(l.target) filter (where l.target is not null)
      into metrics, targets
      from score.leaf l
     where l.scheme = chosen.scheme and l.version = chosen.version
       and (l.indicator = evidence.indicator or term is not null and period.last_month(evidence.indicator) is not null);
    with piece as (
        select e.*, coalesce(-e.seconds, '-Infinity') as less, coalesce(e.at, 'infinity') as since
          from period.evidence_behind(of_period, who, indicator, metrics, targets, web.seen()) e
    ), page as materialized (
        select p.*, row_number() over (order by p.kind collate "C", p.less, p.since, p.reference collate "C") as place
          from piece p
         where from_key is null
            or (p.kind collate "C", p.less, p.since, p.reference collate "C")
               > (from_key[1], from_key[2]::numeric, from_key[3]::timestamptz, from_key[4])
         order by place limit rows + 1
    )
    select jsonb_build_object(
        'agent', who,
        'name', (select s.name from ref.staff_on(score.staff_day(for_month), array[who]) s),
        'month', period.month_name(for_month),
        'term', term,
        'scheme', chosen.scheme,
        'indicator', indicator,
        'label', coalesce((select x.item #>> array['name', shop.language] from jsonb_array_elements(chosen.document -> 'indicators') x(item)
                            where x.item ->> 'indicator' = evidence.indicator), indicator),
        'kept_from', nullif(ref.kept_from(), '-infinity'),
        'rows', (select coalesce(jsonb_agg(jsonb_build_object(
                            'kind', p.kind, 'kind_label', ref.said(ref.term('piece', p.kind)), 'reference', p.reference,
                            'url', web.link(case p.kind when 'round' then setting.chat_url when 'order' then setting.order_url end, p.reference),
                            'day', p.day, 'at', p.at, 'what', p.what, 'amount', p.amount, 'seconds', round(p.seconds, 1), 'excluded', p.excluded)
                            order by p.place), '[]')
                   from page p where p.place <= rows),
        'next', (select jsonb_build_array(p.kind, p.less::text, p.since, p.reference)::text
                   from page p where p.place = rows and exists (select from page q where q.place > rows)))
      into answer;
    return answer;
end $$;

comment on function web.evidence(text, date, text, text, text, integer, text) is
    'The rounds, orders, tickets, surveys, marks or targets behind an indicator of an agent''s month or closed term (period.evidence_behind), the longest waits '
    'first: a page of at most as many as the last argument says (1 … 500), after the one before, whose next it is given. Names of whom '
    'the caller may not see are not in it. 22023: no such agent, month, scheme, indicator or page. docs/doors.md has the shape.';
