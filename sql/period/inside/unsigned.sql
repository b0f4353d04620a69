create or replace function period.unsigned(for_month date, schemes_in_force boolean default false) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    asked   constant jsonb := (select s.document -> 'signatures'
                                 from period.next_schemes(for_month, schemes_in_force) n
                                 join score.scheme s on s.scheme = n.scheme and s.version = n.version
                                where n.pays);
    now_is  text;
begin
    if asked is null then
        return '{}';
    end if;
    now_is := period.signed_content(for_month, schemes_in_force);
    return array(
        select a.step
          from jsonb_array_elements_text(asked) with ordinality as a(step, n)
         where not exists (select from period.signature g
                            where g.month = for_month and g.revision = coalesce(period.latest(for_month) + 1, 0)
                              and g.content = now_is and g.step = a.step)
         order by a.n);
end $$;

comment on function period.unsigned(date, boolean) is
    'The signatures that the paying scheme asks for and that nobody has given for the month as it is now, in their order: for its close '
    'or, if it is closed, for its next revision (schemes_in_force: by the schemes in force now).';
