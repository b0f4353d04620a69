create or replace function merit.seen_appeals(of_periods text[])
returns table (id bigint, month date, revision integer, agent text, indicator text, reason text, filed_at timestamptz,
               filed_by text, state text, note text, decided_at timestamptz, decided_by text, period text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select a.id, a.month, a.revision, a.agent, a.indicator, a.reason, a.filed_at, a.filed_by,
           case when d.appeal is null then 'open' when d.accepted then 'accepted' else 'rejected' end, d.note,
           d.decided_at, d.decided_by, coalesce(a.term, period.month_name(a.month))
      from period.appeal a
      left join period.appeal_decision d on d.appeal = a.id
     where (seen_appeals.of_periods is null or coalesce(a.term, period.month_name(a.month)) = any (seen_appeals.of_periods))
       and ((select merit.sees_all()) or a.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.seen_appeals(text[]) is 'What merit.appeal shows the caller, of these months and terms (NULL: of all).';
