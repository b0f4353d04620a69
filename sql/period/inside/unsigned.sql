create or replace function period.unsigned(for_month date, schemes_in_force boolean default false, content text default null) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    asked   constant text[] := array(
        select a.step
          from period.next_schemes(for_month, schemes_in_force) n
          join score.scheme s on s.scheme = n.scheme and s.version = n.version
         cross join lateral jsonb_array_elements_text(s.document -> 'signatures') with ordinality as a(step, n)
         group by a.step
         order by min(a.n) filter (where n.pays), array_position('{submit,review,approve,file}', a.step));
    now_is  text;
begin
    if asked = '{}' then
        return asked;
    end if;
    now_is := coalesce(content, period.signed_content(for_month, schemes_in_force));
    return array(
        select a.step
          from unnest(asked) with ordinality as a(step, n)
         where not exists (select from period.signature g
                            where g.month = for_month and g.revision = coalesce(period.latest(for_month) + 1, 0)
                              and g.content = now_is and g.step = a.step)
         order by a.n);
end $$;

comment on function period.unsigned(date, boolean, text) is
    'The signatures that nobody has given for the month as it is now (or for the given content): those that the paying scheme asks for, in its order, then those that '
    'others do; for its close or, if it is closed, for its next revision (schemes_in_force: by the schemes in force now).';
