create or replace function period.check_term(of_term text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant text[] := array(select t.term from period.terms() t order by t.start, t.until);
begin
    perform period.refuse_no_term(of_term);
    if not exists (select from ref.shop) then
        raise exception '%', ref.said('refused.no_shop') using errcode = 'object_not_in_prerequisite_state', hint = 'meritd migrate writes it';
    elsif of_term <> all (known) then
        raise exception '%', ref.said(ref.message(case when exists (select from period.term_parts(of_term, 'month')) then 'refused.no_term_scheme'
                                                       else 'refused.nothing_in' end, of_term))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = case when known = '{}' then 'a scheme says what quarters, half-years and years are made of (terms)'
                              else 'there are: ' || array_to_string(known, ', ') end;
    elsif period.latest_term(of_term) is null and period.term_leader(of_term) is null then
        raise exception '%', ref.said(ref.message('refused.no_term_leader', of_term))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'choose the one whose ranking is posted: meritd settings set month.scheme=NAME';
    end if;
end $$;

comment on function period.check_term(text) is
    'Raises an error when the name is no term''s (22023), when there is nothing in the term, when no scheme has it, or when no scheme '
    'leads in it (55000).';
