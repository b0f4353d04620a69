-- Before the first day that is kept, facts are kept for as long as the rules of that day look back.

create or replace function ref.rules_kept_problem(since date, before ref.rule_set, after ref.rule_set) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('facts before %s were deleted (meritd retain): these rules can hold from %s on',
                  period.month_name(k.kept_from), period.month_name(date_trunc('month', n.needed + interval '1 month - 1 day')::date))
      from (select ref.kept_from() as kept_from) k
     cross join lateral (
           select case when ref.look_back(after) > ref.look_back(before)
                       then k.kept_from + greatest(0, ref.look_back(after) - ref.look_back(ref.rules_on(k.kept_from)))
                       else k.kept_from end as needed) n
     where since < n.needed
$$;

comment on function ref.rules_kept_problem(date, ref.rule_set, ref.rule_set) is
    'Why the rules of months from one on cannot become others, in words, if it is for what meritd retain deleted; NULL: it is not.';
