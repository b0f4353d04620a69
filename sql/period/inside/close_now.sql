-- Blockers are looked for in the snapshot that is frozen, and so after freezing.

create or replace function period.close_now(
    for_month date, at timestamptz, anyway boolean, accept_warnings boolean, skip boolean, reason text, signed_by text
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    mark    bigint := settle.until_clean(at);
    paying  text := period.leading_scheme(for_month);
    skipped date[] := period.open_before(for_month);
    closing period.closing;
begin
    perform period.refuse_recalculating(for_month);
    insert into period.closing_scheme (month, revision, scheme, version, checksum)
    select for_month, 0, n.scheme, n.version, n.checksum from period.next_schemes(for_month, true) n;
    closing := period.freeze(for_month, 0, paying, at, mark);
    closing.overridden := period.other_instant(at) || closing.overridden;
    perform period.refuse_close(period.month_name(for_month), array(select period.month_name(m) from unnest(skipped) m),
                                closing.overridden, closing.accepted, anyway, accept_warnings, skip, reason);
    insert into period.skipped (month, skipped_at, skipped_by, reason)
    select m, at, signed_by, close_now.reason from unnest(skipped) m;
    perform pay.record(s) from period.skipped s where s.month = any (skipped);
    perform period.shut(closing, signed_by, reason);
    perform pay.append(array(select e from period.reward_entries(period.month_name(for_month), 0, paying) e), signed_by);
    perform period.write_actions(for_month, 0, paying, merit.clock(), signed_by);
    perform post.write(for_month, 0, merit.clock());
    return period.report(for_month, 0);
end $$;

comment on function period.close_now(date, timestamptz, boolean, boolean, boolean, text, text) is
    'The part of period.carry_out that closes a month.';
