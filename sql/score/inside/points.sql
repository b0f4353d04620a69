create or replace function score.points(for_month date, for_scheme text, for_version integer)
returns setof score.point
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    leaves   constant jsonb[] := array(
        select distinct l.leaf from score.leaf l where l.scheme = for_scheme and l.version = for_version);
    subjects score.subject[];
    known    score.series[];
begin
    select a.subjects, a.known into subjects, known
      from score.amounts(for_month, document -> 'applies_to', leaves) a;
    if exists (select from unnest(leaves) l where l ? 'before') then
        known := known || array(select b from score.before_series(for_month, for_scheme, leaves, subjects) b);
    end if;
    return query select j.* from score.judged(for_month, to_char(for_month, 'YYYY-MM'), for_scheme, for_version, subjects, known) j;
end $$;

comment on function score.points(date, text, integer) is
    'One row per agent scored in the month (of everybody with anything in it, but names in brackets, score.who) and indicator of '
    'this version of the scheme: value, points (what is missing is replaced by on_null), edges, weight and contribution.';
