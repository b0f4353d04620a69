-- The inputs of a term do not hold all that decides who is ranked in it: on how many days somebody had customers. So its results are signed, too.

create or replace function period.inputs_now(of_period text, schemes_in_force boolean) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case when period.month_of(of_period) is not null then period.input_hash(period.month_of(of_period))
                else concat_ws(' ', period.term_input_hash(of_period, null, schemes_in_force),
                               period.shown_hash(array(select r from period.term_results_now(of_period, schemes_in_force) r))) end;
end $$;

comment on function period.inputs_now(text, boolean) is
    'What the results of a month or term follow from now, as hashes: period.input_hash; of a term period.term_input_hash and period.shown_hash.';
