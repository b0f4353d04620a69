-- One item after the other, for everybody at once: a later one may look at an earlier one, in whole cents.

create or replace function pay.items_of(paying text, listed jsonb, results period.result[], figures period.item[], inputs jsonb)
returns table (agent text, scheme text, item text, amount numeric)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    subjects constant score.subject[] := array(
        select row(r.agent, r.team)::score.subject from unnest(results) r order by r.agent collate "C");
    known    score.series[] := array(
        select pay.item_series(l, results, figures, inputs)
          from score.leaves(jsonb_path_query_array(listed, '$[*].amount')) l where not l ? 'item' and cardinality(subjects) > 0);
    one      jsonb;
    amounts  numeric[];
begin
    for one in select i from jsonb_array_elements(listed) i where cardinality(subjects) > 0 loop
        amounts := array(select round(u.n, 2) from unnest(score.evaluate(one -> 'amount', known, subjects)) with ordinality as u(n, i) order by u.i);
        known := known || row(jsonb_build_object('item', one -> 'item'), amounts)::score.series;
        return query
        select s.agent, paying, one ->> 'item', s.amount
          from unnest(subjects, amounts) as s(agent, team, amount) where s.amount is not null;
    end loop;
end $$;

comment on function pay.items_of(text, jsonb, period.result[], period.item[], jsonb) is
    'One row per agent and listed pay item of the scheme that pays: what it comes to with these results, figures (pay.item_series) and inputs '
    '(pay.inputs_now), in whole cents, rounded half away from zero. No row where an amount that it needs is missing.';
