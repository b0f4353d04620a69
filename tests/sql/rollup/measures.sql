-- Every measure is filled: by what contacts add up to, or by a line of a settled row. A column that nothing fills would stay 0.
begin;
select plan(1);

select is_empty(
    $$ select m
         from unnest(rollup.measures()) m
        where m <> all ((rollup.contact_sums('settled.contact')).measures)
          and not exists (select from unnest(array['order_line', 'buyer_line', 'ticket_line', 'survey_line']) v
                           where pg_get_viewdef(('rollup.' || v)::regclass) ~ ('''' || rtrim(m, 's') || 's?''')) $$,
    'no column of rollup.agent_period is empty by its nature');

select * from finish();
rollback;
