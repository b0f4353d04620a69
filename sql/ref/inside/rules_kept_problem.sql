create or replace function ref.rules_kept_problem(since date, after ref.rule_set) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('facts before %s were deleted (meritd retain): these rules can hold from %s on',
                  period.month_name(s.kept_from), period.month_name(date_trunc('month', n.needed + interval '1 month - 1 day')::date))
      from ref.shop s
     cross join lateral (select greatest(s.kept_from, s.deleted_before + ref.look_back(after)) as needed) n
     where rules_kept_problem.since < n.needed
$$;

comment on function ref.rules_kept_problem(date, ref.rule_set) is
    'Why these rules cannot be those of months from one on, in words, if it is for what meritd retain deleted; NULL: they can.';
