-- Of a month whose results are kept it is known already.

create or replace function score.eligible(for_month date, agents text[])
returns table (scheme text, version integer, agent text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    touched constant text[] := score.touched(for_month);
begin
    if for_month = any (score.kept_months()) then
        return query
        select f.scheme, f.version, k.agent::text
          from score.in_force(for_month) f
          join score.kept_result k on k.month = for_month and k.scheme = f.scheme
         where k.barred is null and k.agent = any (agents);
    else
        return query
        select f.scheme, f.version, s.agent
          from score.in_force(for_month) f
          join score.scheme v on v.scheme = f.scheme and v.version = f.version
         cross join lateral score.standings(for_month, f.scheme, f.version, array(
               select w.agent from score.who(for_month, v.document -> 'applies_to', agents) w), touched) s
         where s.barred is null;
    end if;
end $$;

comment on function score.eligible(date, text[]) is
    'One row per scheme in force in the month, and given agent to whom it applies (score.who) and whom nothing bars from a rank '
    '(score.standings).';
