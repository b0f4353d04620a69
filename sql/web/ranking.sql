create or replace function web.ranking(period_kind text default 'month', start date default null, team text default null,
                                       scheme text default null, by_metric text default 'sales') returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop   constant ref.shop := web.enter();
    today  constant date := ref.day_of(merit.now());
    long   constant boolean := coalesce(period_kind in ('half_year', 'year'), false);
    first  date;
    behind date;
    months date[];  -- whose state counts: of half-years and years none, they have their own
    lists  jsonb := '[]';
    part   jsonb;
    states jsonb;
    least  jsonb;  -- the state of the month that is least far, or of a term that schemes have
begin
    period_kind := coalesce(period_kind, 'month');
    by_metric := coalesce(by_metric, 'sales');
    perform web.known('period_kind', period_kind, array['day', 'week', 'month', 'quarter', 'half_year', 'year']);
    perform web.known('by_metric', by_metric, web.figures());
    first := coalesce(start, case when period_kind in ('day', 'week') then today else web.shown_month(today) end);
    first := case when long then (period.term_span(period.term_name(period_kind, first))).start else date_trunc(period_kind, first::timestamp)::date end;
    if start <> first or first is null or first not between '2000-01-01' and '2100-12-01' then
        raise exception '%', ref.said(ref.message('refused.start', start::text)) using errcode = 'invalid_parameter_value', column = 'start';
    end if;
    behind := first + web.length_of(period_kind);
    months := case when long then '{}' else array(select m::date from generate_series(date_trunc('month', first::timestamp), behind - 1, interval '1 month') m) end;
    if period_kind in ('month', 'quarter') or long then
        lists := (select coalesce(jsonb_agg(l order by n), '[]')
                    from (select l, min(n) as n
                            from jsonb_array_elements(case when long then '[]' else web.scheme_list(months[cardinality(months)]) end
                                                      || case when period_kind = 'month' then '[]' else web.term_schemes(period_kind, first) end)
                                 with ordinality x(l, n) group by l) s);
        perform web.known('scheme', scheme, array(select l ->> 'scheme' from jsonb_array_elements(lists) l));
    end if;
    part := case when period_kind = 'month' then web.ranked_by_month(first, team, scheme)
                 when period_kind = 'quarter' or long then web.ranked_by_term(period_kind, first, team, scheme)
                 else web.ranked_by_days(period_kind, first, team, by_metric) end;
    perform web.known('team', team, array(select t from jsonb_array_elements_text(part -> 'teams') t));
    states := (select jsonb_agg(web.state(m) order by m) from unnest(months) m where m <= today);
    least := (select s from jsonb_array_elements(states) with ordinality x(s, n)
               order by array_position(array['open', 'provisional', 'final', 'closed'], s ->> 'state'), n desc limit 1);
    if period_kind = 'quarter' then
        least := coalesce(least, '{}') || coalesce(web.term_state(period.term_name(period_kind, first)) - '{blockers,warnings}'::text[], '{}');
    elsif long then
        least := web.term_state(period.term_name(period_kind, first));
        states := case when least is not null then jsonb_build_array(least) end;
    end if;
    return jsonb_build_object(
        'period_kind', period_kind, 'start', first, 'end', behind - 1,
        'previous', (first - web.length_of(period_kind))::date,
        'next', case when behind <= today then behind end,
        'team', team, 'scheme', coalesce(scheme, lists #>> '{0,scheme}'),
        'scheme_label', (select l -> 'label' from jsonb_array_elements(lists) l where l ->> 'scheme' = coalesce(scheme, lists #>> '{0,scheme}')),
        'schemes', lists,
        'by_metric', case when period_kind in ('day', 'week') then by_metric end,
        'by_label', case when period_kind in ('day', 'week') then web.label(by_metric) end,
        'labels', case when period_kind in ('day', 'week') then web.labels(web.figures()) else '{}' end,
        'state', case when behind > today then 'open' else least ->> 'state' end,
        'state_label', ref.said('month.' || case when behind > today then 'open' else least ->> 'state' end),
        'why', least -> 'why',
        'recalculating', coalesce((select bool_or((s -> 'recalculating')::boolean) from jsonb_array_elements(states) s), false),
        'revision', case when period_kind = 'month' or least ? 'due' then least -> 'revision' end,
        'final_from', least -> 'final_from',
        'complete_up_to', least -> 'complete_up_to',
        'as_of', (select s.as_of from settle.state s),
        'missing', (select coalesce(jsonb_agg(jsonb_build_object('month', s -> 'month', 'kind', k.kind, 'code', p -> 'code', 'message', p -> 'message')
                                              order by n, k.kind, place), '[]')
                      from jsonb_array_elements(states) with ordinality x(s, n)
                     cross join lateral (values ('blocker', s -> 'blockers'), ('warning', s -> 'warnings')) k(kind, problems)
                     cross join lateral jsonb_array_elements(k.problems) with ordinality p(p, place))) || part;
end $$;

comment on function web.ranking(text, date, text, text, text) is
    'Who leads in a day, week (from Monday), month, quarter, half_year or year, given by its first day (NULL: the current one; of months and longer periods that of web.shown_month), by a scheme '
    '(NULL: the one that pays) or, of days and weeks, by a metric; in one team or among all; with the state of the numbers and what is missing. '
    'Of a closed month or longer period as it was frozen. Rows of whom the caller may see. 22023: no such kind, first day, team, scheme or metric. docs/doors.md '
    'has the shape.';
