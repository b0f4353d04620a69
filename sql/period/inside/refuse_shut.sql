create or replace function period.refuse_shut(of_period text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    for_month constant date := period.month_of(of_period);
begin
    if period.part_closed(of_period) is not null and for_month is null then
        raise exception '%', ref.said(ref.message('refused.term_closed', of_period))
            using errcode = 'object_not_in_prerequisite_state', hint = format('meritd revise --period %s', of_period);
    elsif period.part_closed(of_period) is not null then
        raise exception '%', ref.said(ref.message('refused.closed', of_period))
            using errcode = 'object_not_in_prerequisite_state', hint = ref.said('refused.closed_hint');
    elsif exists (select from period.skipped s where s.month = for_month) then
        raise exception '%', ref.said(ref.message('refused.skipped', of_period)) using errcode = 'object_not_in_prerequisite_state';
    end if;
end $$;

comment on function period.refuse_shut(text) is 'Raises 55000 when the month or term is closed, or the month skipped, with what still changes it.';
