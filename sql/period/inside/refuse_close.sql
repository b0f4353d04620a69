create or replace function period.refuse_close(
    for_month date, skipped date[], blockers jsonb, warnings jsonb, anyway boolean, accept_warnings boolean,
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
    if cardinality(skipped) > 0 and not (skip and reasoned) then
        problems := problems || array(select format('earlier: %s is not closed', period.month_name(m))
                                        from unnest(skipped) m);
        remedies := remedies || 'close the earlier months first, or give --skip --reason R'::text;
    end if;
    if jsonb_array_length(blockers) > 0 and not (anyway and reasoned) then
        problems := problems || array(select format('%s: %s; %s', b ->> 'code', b ->> 'message', period.remedy(b ->> 'code'))
                                        from jsonb_array_elements(blockers) b);
        remedies := remedies || 'wait until the month is final, or give --anyway --reason R'::text;
    end if;
    if jsonb_array_length(warnings) > 0 and not accept_warnings then
        problems := problems || array(select format('warning %s: %s; %s', w ->> 'code', w ->> 'message', period.remedy(w ->> 'code'))
                                        from jsonb_array_elements(warnings) w);
        remedies := remedies || 'mend what they name, or give --accept-warnings'::text;
    end if;
    if cardinality(problems) > 0 then
        raise exception '% is not closed: % in the way', period.month_name(for_month),
                        case cardinality(problems) when 1 then '1 thing is'
                             else format('%s things are', cardinality(problems)) end
            using errcode = 'object_not_in_prerequisite_state', detail = array_to_string(problems, E'\n'),
                  hint = array_to_string(remedies, '; ');
    end if;
end $$;

comment on function period.refuse_close(date, date[], jsonb, jsonb, boolean, boolean, boolean, text) is
    'Raises one error (55000) that names everything in the way of a close and what to do about each; returns when nothing '
    'is in the way, or when everything was overridden.';
