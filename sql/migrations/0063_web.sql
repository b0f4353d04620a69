-- 0063: lists are of one agent, too; what a cap is a share of is said.

drop function if exists web.lists(text, date, text, text, integer);
drop function if exists web.samples(date, text[]);
drop function if exists score.cap_reason(numeric, integer, integer, integer, bigint, text);
