create or replace function period.grade_outcome(outcome jsonb)
returns table (action text, due_in text)
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select v.action, v.due_in
      from (values (case outcome ->> 'allowance' when 'step_up' then 'allowance_step_up' when 'step_down' then 'allowance_step_down' end, null),
                   (case when outcome -> 'promotion' = 'true' then 'promotion_review' end, null),
                   (case outcome ->> 'contract' when 'ended' then 'contract_end' end, null),
                   (case outcome ->> 'review' when 'mid_year' then 'mid_year_review' when 'year_end' then 'year_end_review' end,
                    outcome ->> 'review')) as v(action, due_in)
     where v.action is not null
$$;

comment on function period.grade_outcome(jsonb) is
    'The actions of an entry of year_end, or of its then: a step of the allowance, a review for promotion, the end of the contract, a review '
    'at the middle (mid_year) or the end of the next year (year_end). What stays as it is asks for none.';
