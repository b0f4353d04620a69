create or replace function period.refuse_close(
    of_period text, earlier text[], blockers jsonb, warnings jsonb, anyway boolean, accept_warnings boolean,
    skip boolean, reason text
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    problems text[] := '{}';
    remedies text[] := '{}';
    reasoned boolean := coalesce(reason, '') <> '';
begin
    if cardinality(earlier) > 0 and not (skip and reasoned) then
        problems := problems || array(select ref.message('refuse.earlier', 'earlier', p) from unnest(earlier) p);
        remedies := remedies || ref.message('refuse.skip', '--skip --reason R');
    end if;
    if jsonb_array_length(blockers) > 0 and not (anyway and reasoned) then
        problems := problems || array(select ref.message('refuse.blocker', b ->> 'code', b ->> 'message',
                                                         ref.said(period.remedy(b ->> 'code')))
                                        from jsonb_array_elements(period.said(blockers)) b);
        remedies := remedies || ref.message('refuse.anyway', '--anyway --reason R');
    end if;
    if jsonb_array_length(warnings) > 0 and not accept_warnings then
        problems := problems || array(select ref.message('refuse.warning', w ->> 'code', w ->> 'message',
                                                         ref.said(period.remedy(w ->> 'code')))
                                        from jsonb_array_elements(period.said(warnings)) w);
        remedies := remedies || ref.message('refuse.accept', '--accept-warnings');
    end if;
    if cardinality(problems) > 0 then
        raise exception '%', ref.said(case cardinality(problems)
                when 1 then ref.message('refuse.one', of_period)
                else ref.message('refuse.many', of_period, cardinality(problems)::text) end)
            using errcode = 'object_not_in_prerequisite_state',
                  detail = (select string_agg(ref.said(p), E'\n' order by n) from unnest(problems) with ordinality x(p, n)),
                  hint = (select string_agg(ref.said(r), '; ' order by n) from unnest(remedies) with ordinality x(r, n));
    end if;
end $$;

comment on function period.refuse_close(text, text[], jsonb, jsonb, boolean, boolean, boolean, text) is
    'Raises one error (55000) that names, in the shop''s language, everything in the way of closing a month or term, and what to do about '
    'each; returns when nothing is in the way, or when everything was overridden.';
