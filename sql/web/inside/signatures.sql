create or replace function web.signatures(of_period text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    amounts constant period.amount[] := period.amounts_shown(of_period);
    content text;
    missing text[];
    labels  jsonb;
begin
    if not exists (select from period.steps(of_period, false, amounts)) then
        return '{"signatures": [], "content": null}';
    end if;
    content := period.signed_content(of_period, false, amounts);
    missing := period.unsigned(of_period, content => content, amounts => amounts);
    labels := (
        select jsonb_object_agg(i.item ->> 'item', i.item -> 'name' ->> ref.language())
          from period.schemes_of(of_period, false) n
          join score.scheme s on s.scheme = n.scheme and s.version = n.version
         cross join lateral jsonb_path_query(pay.formula(s.document, period.grain_of(of_period)), 'strict $.items[*]', silent => true) as i(item)
         where n.pays);
    return (
        select jsonb_build_object('content', content, 'signatures', jsonb_agg(jsonb_build_object(
                   'step', s.step, 'label', ref.said(ref.term('step', s.step)), 'signed', s.step <> all (missing),
                   'may_sign', to_jsonb(array(select distinct h.agent
                                                from period.who_signs(of_period, false, s.step, ref.day_of(merit.now())) w
                                               cross join unnest(w.agents) as h(agent) order by 1)),
                   'amounts', coalesce((
                       select jsonb_agg(jsonb_build_object('agent', a.agent, 'reason', a.reason, 'amount', a.amount, 'becomes', a.becomes,
                                                           'reason_label', coalesce(labels ->> a.reason, ref.said(ref.term('reason', a.reason)))) order by abs(a.amount) desc, a.agent collate "C", a.reason collate "C")
                         from unnest(s.approves) a), '[]')) order by s.place))
          from period.steps(of_period, false, amounts) s);
end $$;

comment on function web.signatures(text) is
    'The signatures that the close or next revision of a month or term needs (period.steps), whether it as it is now is signed, who may sign, and of an '
    'approval the amounts that it is of: signatures, [{step, label, signed, may_sign, amounts}]; and what they sign: content (NULL: none is needed). '
    'While it runs, there are no amounts.';
