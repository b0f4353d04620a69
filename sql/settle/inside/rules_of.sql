create or replace function settle.rules_of(days date[]) returns ref.rule_set
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rules ref.rule_set := ref.rules();
begin
    if rules.effective > '2000-01-01' then  -- not the only one
        select (s.rules).* into rules
          from (select min(d) as first, max(d) as last from unnest(days) d) n
          join ref.rule_span s on n.first >= s.since and n.last < s.until;
    end if;
    return rules;
end $$;

comment on function settle.rules_of(date[]) is 'The rule set that makes the numbers of all of these business days; NULL: they are several.';
