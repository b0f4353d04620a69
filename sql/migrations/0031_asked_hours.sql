-- 0031: rounds by the hour in which they were asked.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

alter table settled.contact
    add column asked_hours numeric not null default 0,
    alter column asked_hours set statistics 0;  -- as in 0019
comment on column settled.contact.asked_hours is
    'How many rounds were asked in each hour of the shop''s wall clock, as one number in base 10^8 (as rollup.agent_period.waits).';

alter table rollup.agent_period
    add column asked_hours numeric not null default 0,
    alter column asked_hours set storage main,
    alter column asked_hours set statistics 0;
comment on column rollup.agent_period.asked_hours is 'How many rounds were asked in each hour, as one number in base 10^8.';
