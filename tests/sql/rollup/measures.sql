-- Every measure is filled: by what contacts add up to, or by a line of a settled row. A column that nothing fills would stay 0.
begin;
select plan(1);

select is_empty(
    $$ select m
         from unnest(rollup.measures()) m
        where m <> all ((rollup.contact_sums('settled.contact')).measures)
          and m <> all ('{orderers,payers,buyers}')  -- by rollup.buyer_lines, as tests/sql/rollup/lines.sql looks
          and not exists (select from unnest(array['order_line', 'ticket_line', 'survey_line']) v
                            join pg_attribute a on a.attrelid = ('rollup.' || v)::regclass and a.attname = m) $$,
    'no column of rollup.agent_period is empty by its nature');

select * from finish();
rollback;
