create or replace function period.next_leader(of_term text, before text, schemes_in_force boolean) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    span   constant record := period.term_span(of_term);
    candidates constant text[] := array(select f.scheme from score.term_schemes((span.until - interval '1 month')::date, span.grain) f);
    leads  constant text := coalesce(period.term_leader(of_term), (select h from unnest(candidates) h where h = before));
begin
    if not schemes_in_force then
        return before;
    elsif leads is null then
        raise exception '%', ref.said(ref.message(case when candidates = '{}' then 'refused.no_term_scheme' else 'refused.no_term_leader' end, of_term))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = case when candidates = '{}' then 'a revision with the schemes of its close has it (without --schemes-in-force)'
                              else 'choose the one whose ranking is posted: meritd settings set month.scheme=NAME' end;
    end if;
    return leads;
end $$;

comment on function period.next_leader(text, text, boolean) is
    'The scheme that leads in the next revision of a closed term: the one before or, of the schemes in force, that of period.term_leader, or '
    'else the one before if it still has such terms. 55000: that leaves none, or several.';
