create or replace function period.close_term_now(of_term text, at timestamptz, anyway boolean, accept_warnings boolean, reason text, signed_by text)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    span    constant record := period.term_span(of_term);
    closing period.term_closing;
begin
    perform period.refuse_recalculating((span.until - interval '1 month')::date);
    insert into period.term_scheme (term, revision, scheme, version, checksum)
    select of_term, 0, n.scheme, n.version, n.checksum from period.next_term_schemes(of_term, true) n;
    closing := period.freeze_term(of_term, 0, period.term_leader(of_term), at);
    closing.overridden := period.other_instant(at) || closing.overridden;
    perform period.refuse_close(of_term, '{}', closing.overridden, closing.accepted, anyway, accept_warnings, false, reason);
    if closing.overridden @? '$[*] ? (@.code == "part_open")' and not exists (
           select from period.term_part p where p.term = of_term and p.revision = 0)
    then
        raise exception 'nothing that % is made of is closed', of_term
            using errcode = 'object_not_in_prerequisite_state', hint = 'close its months first (meritd close); --anyway closes without some of them';
    end if;
    perform period.shut_term(closing, signed_by, reason);
    perform pay.append(array(select e from period.reward_entries(of_term, 0, closing.scheme) e), signed_by);
    perform period.write_term_actions(of_term, 0, merit.clock(), signed_by);
    perform post.write_term(of_term, 0, merit.clock());
    return period.term_report(of_term, 0);
end $$;

comment on function period.close_term_now(text, timestamptz, boolean, boolean, text, text) is 'The part of period.carry_out that closes a term.';
