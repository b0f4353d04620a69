create or replace function period.refuse_shut(for_month date) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if period.latest(for_month) is not null then
        raise exception '%', ref.said(ref.message('refused.closed', period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state', hint = ref.said('refused.closed_hint');
    elsif exists (select from period.skipped s where s.month = for_month) then
        raise exception '%', ref.said(ref.message('refused.skipped', period.month_name(for_month))) using errcode = 'object_not_in_prerequisite_state';
    end if;
end $$;

comment on function period.refuse_shut(date) is 'Raises 55000 when the month is closed or skipped, with what still changes it.';
