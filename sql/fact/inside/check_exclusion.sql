create or replace function fact.check_exclusion(
    kind text, reference text, reason text, evidence text, credit_to text, appeal bigint
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    piece constant text := ref.term('exclusion', case kind when 'credit' then 'order' else kind end);
    wrong text[];  -- the message, and the parameter
    known boolean;
begin
    known := case check_exclusion.kind
             when 'conversation' then exists (select from fact.conversation c where c.conversation = check_exclusion.reference)
             when 'order' then exists (select from fact.order_event e where e.order_id = check_exclusion.reference)
             when 'credit' then exists (select from fact.order_event e where e.order_id = check_exclusion.reference)
             when 'ticket' then exists (select from fact.ticket_event e where e.ticket = check_exclusion.reference)
             when 'survey' then check_exclusion.reference ~ '^-?\d{1,19}$'
                                and exists (select from fact.survey v where v.hash::text = check_exclusion.reference)
             when 'mark' then exists (select from fact.last_mark m where m.hash::text = check_exclusion.reference)
             when 'target' then exists (select from fact.last_target t where t.hash::text = check_exclusion.reference)
             when 'customer' then check_exclusion.reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' end;
    wrong := case
        when known is null
            then array[ref.message('refused.exclude_kind', coalesce(kind, 'NULL'), 'conversation, order, ticket, survey, mark, target, customer, credit'), 'kind']
        when exists (select from fact.exclusion e
                      where e.kind = check_exclusion.kind and e.reference = check_exclusion.reference
                        and e.ended_at is null) then array[ref.message('refused.excluded', ref.term('exclusion', kind), reference), 'reference']
        when not known
            then array[ref.message('refused.exclude_unknown', piece, coalesce(reference, 'NULL')), 'reference']
        when coalesce(reason, '') = '' then array['refused.exclude_reason', 'reason']
        when appeal is not null and coalesce(evidence, '') = '' then array['refused.exclude_evidence', 'evidence']
        when (kind = 'credit') <> (coalesce(credit_to, '') <> '') then array[ref.message('refused.exclude_credit', 'credit_to', 'exclusion.credit'), 'credit_to']
        when appeal is not null and not coalesce((
                select d.accepted from period.appeal_decision d where d.appeal = check_exclusion.appeal), false)
            then array[ref.message('refused.not_accepted', appeal::text), 'appeal']
        when credit_to like '(%' then array[ref.message('refused.exclude_nobody', credit_to), 'credit_to'] end;
    if wrong is not null then
        raise exception '%', ref.said(wrong[1]) using errcode = 'invalid_parameter_value', column = wrong[2];
    end if;
end $$;

comment on function fact.check_exclusion(text, text, text, text, text, bigint) is
    'Raises 22023 with what is wrong with an exclusion, and with the parameter''s name as column; returns when nothing is.';
