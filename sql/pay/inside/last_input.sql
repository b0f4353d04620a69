create or replace view pay.last_input as
select distinct on (i.month, i.term, i.agent, i.input)
       i.month, i.agent, i.input, i.amount, i.set_at, i.set_by, i.id, i.reason, i.salt, i.term, coalesce(i.term, period.month_name(i.month)) as period
  from pay.input i
 order by i.month, i.term, i.agent, i.input, i.id desc;

comment on view pay.last_input is 'One row per period (a month or term), agent and input: the last amount given, which counts.';
