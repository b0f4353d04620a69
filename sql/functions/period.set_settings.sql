create or replace function period.set_settings(assignments text[]) returns void
language plpgsql security definer
set search_path = ''
set jit = off
as $$
declare
    unknown text;
    given   jsonb;
begin
    select string_agg(format('"%s" is no key=value of %s', a,
                             (select string_agg(l.key, ', ') from period.setting_list() l)), E'\n')
      into unknown
      from unnest(assignments) a
     where a not like '%=%'
        or not exists (select from period.setting_list() l where l.key = split_part(a, '=', 1));
    if unknown is not null then
        raise exception using message = unknown, errcode = 'invalid_parameter_value';
    end if;
    select coalesce(jsonb_object_agg(case k when 'month.scheme' then 'scheme' when 'pay.minimum' then 'minimum_pay'
                                            else split_part(k, '.', 2) end,
                                     nullif(substr(a, length(k) + 2), '')), '{}')
      into given
      from unnest(assignments) a
     cross join lateral (select split_part(a, '=', 1) as k) x;
    if given ? 'scheme' and given ->> 'scheme' is not null
       and not exists (select from score.scheme s where s.scheme = given ->> 'scheme') then
        raise exception 'month.scheme is "%", which was never loaded', given ->> 'scheme'
            using errcode = 'invalid_parameter_value';
    end if;
    update period.setting s
       set (scheme, appeal_days, action_days, names_down_to, appeal_note, minimum_pay)
         = (select n.scheme, coalesce(n.appeal_days, 7), coalesce(n.action_days, 14), n.names_down_to,
                   coalesce(n.appeal_note, s.appeal_note), n.minimum_pay
              from jsonb_populate_record(s, given) n);
end $$;

comment on function period.set_settings(text[]) is
    'Sets parameters of month end given as key=value (key= for nothing), all or none. Keys: period.setting_list. '
    'Closed months keep what they were closed with.';
