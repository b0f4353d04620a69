create or replace function period.revise_now(
    for_month date, reason text, at timestamptz, signed_by text, schemes_in_force boolean
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    name    constant text := period.month_name(for_month);
    mark    bigint := settle.until_clean(at);
    was     period.closing;
    next    integer := period.latest(for_month) + 1;
    paying  text;
    frozen  period.item[];
    drifted period.item[];
    revised period.item[];
    plan    jsonb;
    later   jsonb;
    closing period.closing;
    missing text[];
begin
    perform period.refuse_recalculating(for_month);
    select c.* into was from period.closing c where c.month = for_month and c.revision = next - 1;
    paying := case when schemes_in_force then coalesce(period.leading_scheme(for_month), was.scheme)
                    else was.scheme end;
    frozen := array(select v from period.values_of(for_month, was.revision) v);
    drifted := period.comparable(period.values_drifted(for_month, was.revision, was.exclusions, at), frozen);

    insert into period.closing_scheme (month, revision, scheme, version, checksum)
    select for_month, next, n.scheme, n.version, n.checksum from period.next_schemes(for_month, schemes_in_force) n;
    closing := period.freeze(for_month, next, paying, at, mark);
    closing.overridden := jsonb_path_query_array(closing.overridden, '$[*] ? (@.code != "later_closed" && @.code != "signatures" && @.code != "approvals")');
    revised := period.comparable(array(select v from period.values_of(for_month, next) v), frozen);
    plan := period.plan(frozen, coalesce(drifted, revised), revised);

    missing := period.unsigned(name, schemes_in_force, period.frozen_content(name, next, closing.input_hash, paying),
                               period.frozen_amounts(name, next, paying));
    perform period.shut(closing, signed_by, reason);
    perform pay.append(array(select e from period.reversal_entries(period.month_name(for_month), next) e)
                       || array(select e from period.reward_entries(period.month_name(for_month), next, paying) e), signed_by);
    perform period.write_actions(for_month, next, paying, at, signed_by);
    later := period.write_later_actions(for_month, next, at, signed_by);
    perform post.write(for_month, next, at);
    return period.report(for_month, next) || jsonb_build_object(
        'changed', jsonb_array_length(plan) > 0 or period.money_differs(period.month_name(for_month), next),
        'plan', plan,
        'later_streaks', coalesce((select jsonb_agg(to_jsonb(l)) from period.later_streaks(for_month) l), '[]'),
        'later_carried', coalesce((select jsonb_agg(to_jsonb(o)) from period.overtaken((for_month + interval '1 month')::date) o), '[]'),
        'later_actions', later, 'unsigned', to_jsonb(missing),
        'to_sign', period.approvals_said(name, schemes_in_force, missing, period.frozen_amounts(name, next, paying)));
end $$;

comment on function period.revise_now(date, text, timestamptz, text, boolean) is
    'The part of period.carry_out that revises a month.';
