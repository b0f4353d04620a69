-- A part of the month is made as if nobody else were there.

create or replace function score.points(for_month date, for_scheme text, for_version integer, touched text[] default null,
                                        with_others boolean default true)
returns setof score.point
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    leaves   constant jsonb[] := array(
        select distinct l.leaf from score.leaf l where l.scheme = for_scheme and l.version = for_version);
    among    constant text[] := case when touched is not null and score.apart(for_scheme, for_version) then touched end;
    subjects score.subject[];
    known    score.series[];
begin
    if among is not null and with_others then
        return query
        select k.agent::text, i.position, i.indicator::text, k.value, k.points, k.weight, i.better, k.numbers, k.edge, k.next_edge, k.missing,
               k.brings, k.contribution, case when k.weight = i.weight then i.worth else score.worth(k.weight, k.out_of) end
          from (select n.*, score.worth(n.weight, n.out_of) as worth
                  from score.indicator n where n.scheme = for_scheme and n.version = for_version offset 0) i
          join score.kept_indicator k on k.month = for_month and k.scheme = for_scheme and k.indicator = i.indicator
         where k.agent not in (select a from unnest(among) a);
    end if;
    if among = '{}' then
        return;
    end if;
    select a.subjects, a.known into subjects, known
      from score.amounts(for_month, document -> 'applies_to', leaves, among) a;
    if exists (select from unnest(leaves) l where l ? 'before') then
        known := known || array(select b from score.before_series(for_month, for_scheme, leaves, subjects) b);
    end if;
    return query select j.* from score.judged(for_month, to_char(for_month, 'YYYY-MM'), for_scheme, for_version, subjects, known, null) j;
end $$;

comment on function score.points(date, text, integer, text[], boolean) is
    'One row per agent scored in the month (of everybody with anything in it, but names in brackets, score.who) and indicator of '
    'this version of the scheme: value, points (what is missing is replaced by on_null), edges, weight and contribution. touched: of all others, what is kept of the '
    'month (score.touched) by this version, the one in force; NULL: all are made. with_others: false: nothing of what is kept, so that of a scheme by which '
    'each agent is judged apart (score.apart) there are the touched alone.';
