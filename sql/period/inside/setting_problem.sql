create or replace function period.setting_problem(key text, value text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
           when count(l.key) = 0
                then format('%s is no setting; the settings are %s', setting_problem.key,
                            (select string_agg(s.key, ', ') from period.setting_list() s))
           when setting_problem.value = '' then null
           when setting_problem.key = 'month.scheme'
                then case when not exists (select from score.scheme s where s.scheme = setting_problem.value)
                          then format('month.scheme is "%s", which was never loaded', setting_problem.value) end
           when setting_problem.key = 'pay.minimum'
                then case when setting_problem.value !~ '^\d{1,12}(\.\d{1,2})?$'
                          then format('pay.minimum is "%s"; it must be an amount, such as 2000.00',
                                      setting_problem.value) end
           when setting_problem.key in ('web.chat_url', 'web.order_url')
                then case when setting_problem.value !~ '^https?://[^\s{}]+\{id\}[^\s{}]*$'
                          then format('%s is "%s"; it must be a URL with {id}, such as https://chat.example/c/{id}',
                                      setting_problem.key, setting_problem.value) end
           when min(l.allowed) <> 'text'
                then ref.value_problem(setting_problem.key, setting_problem.value,
                                       replace(min(l.allowed), ', or nothing', '')) end
      from period.setting_list() l
     where l.key = setting_problem.key
$$;

comment on function period.setting_problem(text, text) is
    'What is wrong with a value for a parameter of month end or of doors, and what would be right; NULL when nothing is wrong. The '
    'empty value is always allowed, and means the default.';
