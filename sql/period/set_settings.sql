-- All or none; every problem is reported at once.

create or replace function period.set_settings(assignments text[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    problems text;
    given    jsonb;
begin
    perform period.lock();
    select string_agg(coalesce(a.problem, period.setting_problem(a.key, a.value)), E'\n' order by a.place)
      into problems
      from ref.assignments(assignments) a;
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
    end if;
    select coalesce(jsonb_object_agg(case l.key when 'month.scheme' then 'scheme' when 'pay.minimum' then 'minimum_pay'
                                                else split_part(l.key, '.', 2) end,
                                     nullif(coalesce(nullif(a.value, ''), case l.key when 'post.appeal_note' then '' else l."default" end), '')
                                     order by a.place), '{}')
      into given
      from ref.assignments(assignments) a
      join period.setting_list() l using (key);
    update period.setting s
       set (scheme, appeal_days, action_days, marks_due_day, names_down_to, appeal_note, minimum_pay, slow_seconds, chat_url, order_url)
         = (select n.scheme, n.appeal_days, n.action_days, n.marks_due_day, n.names_down_to, n.appeal_note, n.minimum_pay, n.slow_seconds,
                   n.chat_url, n.order_url
              from jsonb_populate_record(s, given) n);
end $$;

comment on function period.set_settings(text[]) is
    'Sets parameters of month end and of doors, given as key=value (key= sets the default): all of them or none. period.setting_list '
    'lists the keys. Closed months keep what they were closed with.';
