-- 0048: by which day of the following month people's marks are due.

alter table period.setting add column marks_due_day integer not null default 15 check (marks_due_day between 1 and 28);
