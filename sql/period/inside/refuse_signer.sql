-- Who stands in for another gives both approvals, which are of different amounts. A signature from before schema 53 says its login alone. Who is the same
-- person is asked of the days of both signatures; whose own an amount is, of all accounts that ever were somebody's.

create or replace function period.refuse_signer(made period.signature) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    of_period constant text := coalesce(made.term, period.month_name(made.month));
begin
    if exists (select from period.signature g
                 left join ref.login l on l.login = g.login
                where coalesce(g.term, period.month_name(g.month)) = of_period and (g.revision, g.content) = (made.revision, made.content)
                  and (g.login = any (made.logins) or g.logins && made.logins or g.agents && made.agents or l.agent = any (made.agents)
                       or g.agents && merit.self_on(ref.day_of(g.signed_at)))
                  and (made.amounts is not null and g.amounts is not null and made.signer = g.signer) is not true) then
        raise exception '%', ref.said(ref.message('refused.signed', made.login, of_period))
            using errcode = 'insufficient_privilege';
    elsif exists (select from jsonb_to_recordset(made.amounts) as a(agent text) where a.agent = any (merit.selves())) then
        raise exception '%', ref.said(ref.message('refused.own_amount', of_period, ref.term('step', made.step)))
            using errcode = 'insufficient_privilege';
    end if;
end $$;

comment on function period.refuse_signer(period.signature) is
    'Raises an error (42501) when the person (merit.self_on) has signed the same content already, by whichever account or login, except that who stands in for '
    'another signer approves both what is theirs and what is the other''s; and when something of what is approved is the person''s own.';
