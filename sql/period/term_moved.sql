-- What was changed may weigh nothing, count for no scheme of the close, or have been taken back: so the results are made anew, but only
-- where anything was changed at all.

create or replace function period.term_moved(of_term text) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    closing constant period.term_closing := (
        select c from period.term_closing c where c.term = of_term order by c.revision desc limit 1);
    inputs  jsonb;
    paying  record;
    results period.term_result[];
begin
    if closing.term is null then
        return null;
    elsif closing.input_hash = period.term_input_hash(of_term, closing.revision) then
        return false;
    end if;
    results := array(select r from period.term_results_now(of_term, false) r);
    inputs := pay.inputs_now(of_term);
    select p.scheme, p.version, coalesce(p.pay -> 'items', '[]') as items into paying from period.paying(of_term, closing.revision) p;
    return exists (
               select from period.changed_items(array(select v from period.term_values(of_term, closing.revision) v),
                                                array(select v from period.term_values_now(of_term, results) v)))
        or exists (
               select from pay.items(of_term, closing.revision, inputs) b
                 full join pay.items_of(
                      paying.scheme, paying.items,
                      array(select jsonb_populate_record(null::period.result, to_jsonb(r)) from unnest(results) r where r.scheme = paying.scheme),
                      period.figures_now(of_term, paying.scheme, paying.version, paying.items), inputs) a using (agent, item)
                where a.amount is distinct from b.amount);
end $$;

comment on function period.term_moved(text) is
    'Whether marks, targets, evidence of grades or staff records that a closed quarter, half-year or year was made of were changed since, so that a revision '
    'would change a result or what it pays (period.revise_term); NULL: it is not closed.';
