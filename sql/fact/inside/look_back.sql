-- Rules that have just become shorter delete nothing in the midst of a retain: the next one says first how far they look back.

create or replace function fact.look_back() returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select greatest((select max(ref.look_back(r)) from ref.rule_set r), (select s.kept_from - s.deleted_before from ref.shop s))
$$;

comment on function fact.look_back() is
    'How many days before a month its numbers may depend on, at most, by any rule set, or by those when facts were last deleted.';
