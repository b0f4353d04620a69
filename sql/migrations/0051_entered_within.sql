-- 0051: how much a login has entered within an hour.

create index entered_login on period.entered (login, at);
