-- Older closings keep English sentences, which are told as they are. In them the names of agents follow the first colon.

create or replace function period.sentence(problem jsonb, agents text[]) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most   constant integer := 20;
    told   text := ref.said(problem ->> 'message');
    names  text := array_to_string(agents[:most], ', ');
    totals text;
begin
    if told = problem ->> 'message' then  -- no message: an older closing
        return case when cardinality(agents) < jsonb_array_length(problem -> 'agents')
                    then concat_ws(': ', split_part(told, ': ', 1), nullif(array_to_string(agents, ', '), '')) else told end;
    elsif problem ? 'totals' then
        select string_agg(ref.said(ref.message('changed.from', t.one ->> 'agent', coalesce(t.one ->> 'before', 'changed.none'),
                                               coalesce(t.one ->> 'after', 'changed.none'))), ', ' order by t.n)
          into totals
          from jsonb_array_elements(problem -> 'totals') with ordinality as t(one, n);
        return ref.said(case when totals is null then ref.message('warning.no_total', told)
                             else ref.message('warning.totals', told, totals) end);
    elsif problem ? 'amounts' then
        select string_agg(concat_ws(' ', a.item ->> 'agent', ref.said(ref.term('reason', a.item ->> 'reason')), a.item ->> 'amount'), ', ' order by a.n)
          into names
          from jsonb_array_elements(problem -> 'amounts') with ordinality as a(item, n)
         where a.n <= most;
        if jsonb_array_length(problem -> 'amounts') > most then
            names := ref.said(ref.message('warning.more_amounts', names, (jsonb_array_length(problem -> 'amounts') - most)::text));
        end if;
    elsif cardinality(agents) > most then
        names := ref.said(ref.message('warning.more', names, (cardinality(agents) - most)::text));
    end if;
    return case when names <> '' then ref.said(ref.message('warning.agents', told, names)) else told end;
end $$;

comment on function period.sentence(jsonb, text[]) is
    'A blocker or a warning {code, message, agents, totals, amounts} as one sentence in the shop''s language, naming of its agents '
    'the given ones, or its amounts: the first twenty, and how many more there are.';
