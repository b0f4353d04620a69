create or replace function period.refuse_revision(task period.task, name text, last integer) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if last is null then
        raise exception '%', ref.said(ref.message('refused.revise_open', name))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = case when task.term is null then 'meritd close --month M closes it' else format('meritd close --period %s closes it', name) end;
    elsif task.term is null and exists (select from ingest.renewal) then
        raise exception '%', ref.said(ref.message('refused.revise_renewal', name))
            using errcode = 'object_not_in_prerequisite_state', hint = 'run meritd migrate to its end';
    end if;
end $$;

comment on function period.refuse_revision(period.task, text, integer) is
    'Raises 55000 when a period whose last revision is given is not closed, or lacks facts that an upgrade has not written anew.';
