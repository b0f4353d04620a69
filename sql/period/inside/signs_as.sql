create or replace function period.signs_as(of_period text, schemes_in_force boolean, step text, on_day date) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    agent  constant text := (select l.agent from ref.login l where l.login = merit.person());
    asked  record;
    answer text;
begin
    for asked in
        select w.scheme, string_agg(ref.said(ref.term('step', w.signer)), ', ' order by w.stands_in) as signers,
               (array_agg(w.signer order by w.stands_in) filter (where agent = any (w.agents)))[1] as own
          from period.who_signs(of_period, schemes_in_force, signs_as.step, on_day) w
         group by w.scheme
         order by w.scheme collate "C"
    loop
        if asked.own is null then
            raise exception '%', ref.said(ref.message('refused.signer', ref.term('step', signs_as.step), of_period, asked.signers,
                                                      coalesce(agent, merit.person())))
                using errcode = 'insufficient_privilege';
        end if;
        answer := coalesce(answer, asked.own);
    end loop;
    return answer;
end $$;

comment on function period.signs_as(text, boolean, text, date) is
    'As which signer the caller''s own agent signs a step; NULL: no scheme says who does. 42501: the caller is none of those who may.';
