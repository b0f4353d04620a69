create or replace function period.refuse_recalculating(month date) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    since constant date := (select h.since from rollup.held h);
begin
    if since <= coalesce(month, 'infinity') then
        raise exception '%', ref.said(ref.message('refused.recalculating', period.month_name(since)))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = ref.said(ref.message('refused.recalculating_hint', 'meritd status', 'meritd settle'));
    end if;
end $$;

comment on function period.refuse_recalculating(date) is
    'Raises 55000 while a month (NULL: any) shows figures from before a change, which must not be frozen or compared.';
