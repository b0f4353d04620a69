-- A login shows what is its person's, not what its account is called: whoever has the account today is told nothing of whoever had it then. An alias says
-- whose the account's work was, not who signs in.

create or replace function pay.own_person(for_month date) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select p.person
                       from pay.people(period.month_name(for_month)) p
                      where p.agent = m.agent
                        and (p.employee is null
                             or p.employee = (select s.employee from ref.staff_on(ref.day_of(now()), array[m.agent]) s))),
                    pay.person(m.agent, null))
      from (select merit.me() as agent) m
     where m.agent is not null
$$;

comment on function pay.own_person(date) is
    'The person in a month (pay.people) who is the caller: that of the account of the caller''s login if its employee number was the one of today, or '
    'none; else the account by itself. NULL: the login is no agent''s.';
