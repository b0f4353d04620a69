create or replace view pay.last_input as
select distinct on (i.month, i.agent, i.input) i.*
  from pay.input i
 order by i.month, i.agent, i.input, i.id desc;

comment on view pay.last_input is 'One row per month, agent and input: the last amount given, which counts.';
